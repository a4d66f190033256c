"""Every rule, by hand, in report order: the order of the plan template's sections, rules about any answer first."""

from rules.catalog.adrs.accepted_adr_edited import AcceptedAdrEdited
from rules.catalog.adrs.adr_checkbox_vs_file import AdrCheckboxVsFile
from rules.catalog.adrs.adr_file_missing import AdrFileMissing
from rules.catalog.adrs.adr_malformed import AdrMalformed
from rules.catalog.adrs.adr_missing_backlink import AdrMissingBacklink
from rules.catalog.adrs.adr_number_collision import AdrNumberCollision
from rules.catalog.adrs.adr_required_unset import AdrRequiredUnset
from rules.catalog.adrs.adr_significance_suggest import AdrSignificanceSuggest
from rules.catalog.adrs.adr_yes_without_link import AdrYesWithoutLink
from rules.catalog.adrs.superseded_adr_referenced import SupersededAdrReferenced
from rules.catalog.alerting.alert_without_owner import AlertWithoutOwner
from rules.catalog.alerting.alert_without_runbook import AlertWithoutRunbook
from rules.catalog.alerting.alert_without_threshold import AlertWithoutThreshold
from rules.catalog.alerting.orphan_runbook import OrphanRunbook
from rules.catalog.alerting.runbook_file_missing import RunbookFileMissing
from rules.catalog.alerting.runbook_incomplete import RunbookIncomplete
from rules.catalog.alerting.slo_without_alert import SloWithoutAlert
from rules.catalog.answers.bare_na import BareNa
from rules.catalog.answers.deceptive_characters import DeceptiveCharacters
from rules.catalog.answers.deferred_answer import DeferredAnswer
from rules.catalog.answers.empty_field import EmptyField
from rules.catalog.answers.missing_required_field import MissingRequiredField
from rules.catalog.answers.na_contradicted import NaContradicted
from rules.catalog.answers.needs_clarification import NeedsClarification
from rules.catalog.answers.pristine_template import PristineTemplate
from rules.catalog.answers.restated_label import RestatedLabel
from rules.catalog.answers.scaffold_residue import ScaffoldResidue
from rules.catalog.answers.unfilled_placeholder import UnfilledPlaceholder
from rules.catalog.answers.unreadable_plan import UnreadablePlan
from rules.catalog.constitution.constitution_check_missing import ConstitutionCheckMissing
from rules.catalog.constitution.gate_verdict_contradiction import GateVerdictContradiction
from rules.catalog.constitution.principle_not_covered import PrincipleNotCovered
from rules.catalog.constitution.unchecked_when_approved import UncheckedWhenApproved
from rules.catalog.constitution.verdict_without_evidence import VerdictWithoutEvidence
from rules.catalog.constitution.violation_without_complexity_row import ViolationWithoutComplexityRow
from rules.catalog.data.data_rollback_plan_missing import DataRollbackPlanMissing
from rules.catalog.data.destructive_migration_without_backup import DestructiveMigrationWithoutBackup
from rules.catalog.data.forward_migration_without_steps import ForwardMigrationWithoutSteps
from rules.catalog.data.integrity_check_missing import IntegrityCheckMissing
from rules.catalog.data.migration_files_without_section import MigrationFilesWithoutSection
from rules.catalog.data.restore_without_data_loss_window import RestoreWithoutDataLossWindow
from rules.catalog.data.retention_not_quantified import RetentionNotQuantified
from rules.catalog.data.rollback_code_only import RollbackCodeOnly
from rules.catalog.decisions.chosen_not_listed import ChosenNotListed
from rules.catalog.decisions.option_without_tradeoff import OptionWithoutTradeoff
from rules.catalog.decisions.rationale_missing import RationaleMissing
from rules.catalog.decisions.single_option import SingleOption
from rules.catalog.decisions.straw_man_option import StrawManOption
from rules.catalog.deployment.rollback_steps_missing import RollbackStepsMissing
from rules.catalog.deployment.rollback_steps_vague import RollbackStepsVague
from rules.catalog.deployment.rollback_trigger_missing import RollbackTriggerMissing
from rules.catalog.deployment.rollback_trigger_not_measurable import RollbackTriggerNotMeasurable
from rules.catalog.deployment.trigger_without_alert import TriggerWithoutAlert
from rules.catalog.done.dod_open_when_completed import DodOpenWhenCompleted
from rules.catalog.done.dod_prechecked import DodPrechecked
from rules.catalog.flags.flag_never_used import FlagNeverUsed
from rules.catalog.flags.flag_undefined import FlagUndefined
from rules.catalog.flags.flag_without_default import FlagWithoutDefault
from rules.catalog.flags.flag_without_owner_or_removal import FlagWithoutOwnerOrRemoval
from rules.catalog.header.approved_plan_changed_without_review import ApprovedPlanChangedWithoutReview
from rules.catalog.header.invalid_status import InvalidStatus
from rules.catalog.header.invalid_version_or_date import InvalidVersionOrDate
from rules.catalog.header.last_updated_not_bumped import LastUpdatedNotBumped
from rules.catalog.header.missing_metadata_field import MissingMetadataField
from rules.catalog.header.status_regression import StatusRegression
from rules.catalog.interfaces.attempts_exceed_latency_target import AttemptsExceedLatencyTarget
from rules.catalog.interfaces.endpoint_without_errors import EndpointWithoutErrors
from rules.catalog.interfaces.idempotency_missing_for_mutations import IdempotencyMissingForMutations
from rules.catalog.interfaces.retry_of_non_idempotent import RetryOfNonIdempotent
from rules.catalog.interfaces.retry_unbounded import RetryUnbounded
from rules.catalog.interfaces.timeout_not_numeric import TimeoutNotNumeric
from rules.catalog.interfaces.versioning_strategy_missing import VersioningStrategyMissing
from rules.catalog.links.broken_relative_link import BrokenRelativeLink
from rules.catalog.links.spec_missing import SpecMissing
from rules.catalog.links.wrong_feature_dir import WrongFeatureDir
from rules.catalog.nfrs.degradation_missing import DegradationMissing
from rules.catalog.nfrs.error_budget_inconsistent import ErrorBudgetInconsistent
from rules.catalog.nfrs.latency_not_measurable import LatencyNotMeasurable
from rules.catalog.nfrs.slo_not_numeric import SloNotNumeric
from rules.catalog.nfrs.slo_stricter_than_dependency import SloStricterThanDependency
from rules.catalog.nfrs.vague_quality_adjective import VagueQualityAdjective
from rules.catalog.operations.metric_used_but_undeclared import MetricUsedButUndeclared
from rules.catalog.operations.observability_pillar_missing import ObservabilityPillarMissing
from rules.catalog.risks.blast_radius_vague import BlastRadiusVague
from rules.catalog.risks.duplicate_risk import DuplicateRisk
from rules.catalog.risks.invalid_risk_level import InvalidRiskLevel
from rules.catalog.risks.kill_switch_not_actionable import KillSwitchNotActionable
from rules.catalog.risks.kill_switch_requires_deploy import KillSwitchRequiresDeploy
from rules.catalog.risks.mitigation_equals_kill_switch import MitigationEqualsKillSwitch
from rules.catalog.risks.mitigation_generic import MitigationGeneric
from rules.catalog.risks.no_kill_switch import NoKillSwitch
from rules.catalog.risks.risk_missing_field import RiskMissingField
from rules.catalog.risks.risk_removed_or_downgraded import RiskRemovedOrDowngraded
from rules.catalog.risks.too_few_risks import TooFewRisks
from rules.catalog.scope.dependency_blocked_in_approved_plan import DependencyBlockedInApprovedPlan
from rules.catalog.scope.dependency_without_owner import DependencyWithoutOwner
from rules.catalog.scope.scope_contradiction import ScopeContradiction
from rules.catalog.security.audit_logging_without_retention import AuditLoggingWithoutRetention
from rules.catalog.security.authz_missing import AuthzMissing
from rules.catalog.security.pii_without_retention_or_protection import PiiWithoutRetentionOrProtection
from rules.catalog.security.secret_in_plan import SecretInPlan
from rules.catalog.security.weak_crypto import WeakCrypto
from rules.catalog.speckit.modify_path_missing import ModifyPathMissing
from rules.catalog.speckit.structure_decision_missing import StructureDecisionMissing
from rules.catalog.speckit.technical_context_incomplete import TechnicalContextIncomplete
from rules.catalog.structure.duplicate_section import DuplicateSection
from rules.catalog.structure.missing_required_section import MissingRequiredSection
from rules.catalog.structure.section_removed import SectionRemoved
from rules.catalog.structure.template_weakened_in_same_pr import TemplateWeakenedInSamePr
from rules.catalog.suppressions.expired_suppression import ExpiredSuppression
from rules.catalog.suppressions.malformed_suppression import MalformedSuppression
from rules.catalog.suppressions.misplaced_suppression import MisplacedSuppression
from rules.catalog.suppressions.refused_suppression import RefusedSuppression
from rules.catalog.suppressions.unused_suppression import UnusedSuppression
from rules.catalog.timeline.milestone_overdue import MilestoneOverdue
from rules.catalog.timeline.milestone_without_owner_or_date import MilestoneWithoutOwnerOrDate
from rules.rule import Rule

RULES: tuple[type[Rule], ...] = (
    UnreadablePlan,
    PristineTemplate,
    MissingRequiredField,
    UnfilledPlaceholder,
    DeferredAnswer,
    NeedsClarification,
    EmptyField,
    RestatedLabel,
    BareNa,
    NaContradicted,
    ScaffoldResidue,
    DeceptiveCharacters,
    MissingRequiredSection,
    SectionRemoved,
    DuplicateSection,
    TemplateWeakenedInSamePr,
    MissingMetadataField,
    InvalidStatus,
    InvalidVersionOrDate,
    LastUpdatedNotBumped,
    ApprovedPlanChangedWithoutReview,
    StatusRegression,
    ConstitutionCheckMissing,
    PrincipleNotCovered,
    VerdictWithoutEvidence,
    GateVerdictContradiction,
    ViolationWithoutComplexityRow,
    UncheckedWhenApproved,
    DependencyWithoutOwner,
    DependencyBlockedInApprovedPlan,
    ScopeContradiction,
    TechnicalContextIncomplete,
    StructureDecisionMissing,
    ModifyPathMissing,
    SingleOption,
    OptionWithoutTradeoff,
    StrawManOption,
    ChosenNotListed,
    RationaleMissing,
    EndpointWithoutErrors,
    VersioningStrategyMissing,
    IdempotencyMissingForMutations,
    TimeoutNotNumeric,
    RetryUnbounded,
    RetryOfNonIdempotent,
    AttemptsExceedLatencyTarget,
    LatencyNotMeasurable,
    SloNotNumeric,
    SloStricterThanDependency,
    ErrorBudgetInconsistent,
    DegradationMissing,
    VagueQualityAdjective,
    AuthzMissing,
    PiiWithoutRetentionOrProtection,
    WeakCrypto,
    AuditLoggingWithoutRetention,
    SecretInPlan,
    DataRollbackPlanMissing,
    RollbackCodeOnly,
    RestoreWithoutDataLossWindow,
    ForwardMigrationWithoutSteps,
    DestructiveMigrationWithoutBackup,
    IntegrityCheckMissing,
    RetentionNotQuantified,
    MigrationFilesWithoutSection,
    ObservabilityPillarMissing,
    MetricUsedButUndeclared,
    AlertWithoutThreshold,
    AlertWithoutOwner,
    AlertWithoutRunbook,
    RunbookFileMissing,
    RunbookIncomplete,
    SloWithoutAlert,
    OrphanRunbook,
    RollbackTriggerMissing,
    RollbackTriggerNotMeasurable,
    RollbackStepsMissing,
    RollbackStepsVague,
    TriggerWithoutAlert,
    FlagUndefined,
    FlagWithoutDefault,
    FlagWithoutOwnerOrRemoval,
    FlagNeverUsed,
    TooFewRisks,
    RiskMissingField,
    InvalidRiskLevel,
    BlastRadiusVague,
    MitigationGeneric,
    NoKillSwitch,
    KillSwitchNotActionable,
    KillSwitchRequiresDeploy,
    MitigationEqualsKillSwitch,
    DuplicateRisk,
    RiskRemovedOrDowngraded,
    DodPrechecked,
    DodOpenWhenCompleted,
    AdrFileMissing,
    AdrRequiredUnset,
    AdrYesWithoutLink,
    AdrNumberCollision,
    AdrMalformed,
    AdrMissingBacklink,
    SupersededAdrReferenced,
    AdrCheckboxVsFile,
    AcceptedAdrEdited,
    AdrSignificanceSuggest,
    MilestoneWithoutOwnerOrDate,
    MilestoneOverdue,
    BrokenRelativeLink,
    SpecMissing,
    WrongFeatureDir,
    MalformedSuppression,
    MisplacedSuppression,
    ExpiredSuppression,
    UnusedSuppression,
    RefusedSuppression,
)
