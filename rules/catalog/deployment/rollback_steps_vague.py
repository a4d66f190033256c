"""The `rollback-steps-vague` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rules.english import is_english
from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import NO_CHANGE
from rules.plan.concrete import NAME, TOOL
from rules.plan.cover import Cover
from rules.plan.model import Answer, Plan
from rules.quoting import quoted
from rules.rule import Context
from rules.switches import runtime_switch

CONCEPT = "deployment.rollback_steps"

THING = lazy(
    r"\b(?:images?|containers?|tags?|tagged|artifacts?|charts?|manifests?|slots?|registry|revisions?|pipelines?|"
    r"workflows?|branch(?:es)?|dns|"
    r"load ?balancers?|traffic|routers?|routing|weights?|flags?|toggles?|runbooks?|scripts?|"
    r"environments? variables?|clusters?|pods?|replicas?|"
    r"instances?|blue[ /-]?green|git|npm|pip|pypi|yank\w*|unpublish\w*|cargo|brew|gem|app store|play store|"
    r"playstore|argo\w*|flagger|ecs|eks|gke|lambda|"
    r"cloudformation|cdk|codedeploy|spinnaker|octopus|kustomize|systemd|systemctl|nomad|docker|compose|kubernetes|"
    r"k8s|rollout undo|console|"
    r"symlinks?|bundles?|apk|ipa|tarballs?|binar(?:y|ies)|packages?)\b|\bv?\d+\.\d+|\bv\d+\b",
    re.IGNORECASE,
)
"""What is acted on, named: an artefact, a platform, a switch, a version."""

ORDERED = lazy(
    r"(?:^|\s)(?:1[.)]|\(1\)|step 1)\s.{0,400}?\s(?:2[.)]|\(2\)|step 2)\s|\n\s*2[.)]\s|→|\bthen\b|->",
    re.IGNORECASE | re.DOTALL,
)
RETURN = lazy(r"\b(?:return|go(?:es|ing)?|switch)\w* (?:back )?to\b", re.IGNORECASE)
REVERT = lazy(
    r"\brevert\w*\b[^.;]{0,30}?\b(?:pr|prs|pull requests?|merges?|commits?|mr)\b", re.IGNORECASE, needs=("revert",)
)
DELIVERY = lazy(
    r"\b(?:ci|cd|pipelines?|re-?deploy\w*|rebuil\w*|deploys|auto\w*|github actions|workflow|publish\w*|continuous)\b",
    re.IGNORECASE,
)
INSTANT = lazy(r"\b(?:instant\w*|one[- ]click|dashboard|promot\w+)\b", re.IGNORECASE)
PLATFORM = lazy(
    r"\b(?:vercel|netlify|heroku|cloudflare|railway|render|fly(?:\.io)?|blue[ /-]?green|app engine|cloud run|"
    r"pages)\b",
    re.IGNORECASE,
)
NOT_NEEDED = lazy(r"\b(?:not|no)\b[^.;]{0,20}\b(?:needed|required|necessary|applicable|possible)\b", re.IGNORECASE)
VERIFIED = lazy(
    r"\b(?:verif\w*|check\w*|confirm\w*|validat\w*|smoke|health\w*|test\w*|monitor\w*|watch\w*|observ\w*|until|"
    r"answers?|returns?|200|status|"
    r"ensure\w*|dashboard|metrics?|alerts?)\b",
    re.IGNORECASE,
)


LONG = 400
"""Characters; whoever writes so much has said what is done."""


class Options(NamedTuple):
    verification: bool = False


class RollbackStepsVague(Options):
    """The rollback steps promise a rollback and name nothing that anybody could do.

    A rollback is carried out under pressure, by somebody who may not have written the change; what has to be looked up or
    decided then takes the time that the rollback was to save. AWS asks for it to be automated, with the conditions known
    (Well-Architected OPS06-BP04). A command, a tool, a feature of a platform, a runbook, a version, an artefact or two
    steps in order are accepted. "Revert the PR" is where something delivers what is merged.

    ## Bad
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** failed exports > 2 % for 10 min
        - **Rollback Steps:** quick switch to the previous version

    ## Good
        # Implementation Plan: export of invoices

        ## Operational Readiness

        ### Deployment and Rollback

        - **Deployment Strategy:** canary, 5 % of `export-worker` for one hour
        - **Rollback Trigger:** failed exports > 2 % for 10 min
        - **Rollback Steps:** `kubectl rollout undo deployment/export-worker`; verify `/health` answers 200

    ## Options
    verification: whether steps that nothing verifies are found too, as an information
    """

    name: ClassVar[str] = "rollback-steps-vague"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "deployment"

    def applies(self, context: Context) -> bool:
        return bool(context.plan.all(CONCEPT))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        judged = [each for each in answers(plan) if not NOT_NEEDED.search(each.text)]
        deployed = " ".join(each.text for each in plan.all("deployment.strategy"))
        vague = [each for each in judged if not concrete(each, deployed)]
        if vague and len(vague) == len(judged):
            yield problem(
                vague[0],
                "name no command, tool or artefact",
                "Write the commands in order, and what shows that it worked",
            )
        elif self.verification and judged and not any(VERIFIED.search(each.text) for each in judged):
            found = problem(
                judged[0], "say nothing about how to verify them", "Add the check that shows that the rollback worked"
            )
            yield found._replace(severity=Severity.INFO)


def problem(answer: Answer, lacks: str, fix: str) -> Problem:
    return Problem(
        answer.span,
        f"The rollback steps {quoted(answer.text)} {lacks}",
        subject="rollback steps",
        concept=CONCEPT,
        fix=fix,
    )


def answers(plan: Plan) -> list[Answer]:
    """Return the steps that say something: those with a label, the section's own first, else what the section holds."""
    said = [each for each in plan.all(CONCEPT) if not each.missing and each.state not in NO_CHANGE]
    around = Cover((each.span.start, each.span.end) for each in plan.sections if each.concept == "deployment")
    inside = [each for each in said if around.overlaps(each.span.start, each.span.start + 1)]
    labelled = [each for each in said if each.label]
    return [each for each in inside if each.label] or labelled or inside


def concrete(answer: Answer, deployed: str) -> bool:
    """Whether an answer names something that can be done, given how it is deployed."""
    text = answer.text
    if answer.code or ORDERED.search(answer.raw) or len(text) > LONG:
        return True
    switched = runtime_switch(answer._replace(text=RETURN.sub(" ", text)))
    if switched or any(each.search(text) for each in (THING, TOOL, NAME)):
        return True
    if REVERT.search(text) and DELIVERY.search(f"{text} {deployed}"):
        return True
    return bool(INSTANT.search(text) and PLATFORM.search(deployed)) or not is_english(text)
