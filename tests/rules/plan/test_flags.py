"""Flags that a plan defines, and flags that it names."""

import pytest

from tests.rules.plan.plans import plan_of, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **Flags Defined:**\n  - `export_enabled`: nightly export, default off\n  - `mode`\n",
         [("export_enabled", "nightly export, default off"), ("mode", "")]),
        ("- `EXPORT_V2` \N{EM DASH} new reader\n", [("EXPORT_V2", "new reader")]),
        ("- export_enabled: default off\n", [("export_enabled", "default off")]),
        ("| Flag | Default | Purpose |\n|---|---|---|\n| `ff_export` | off | export |\n", [("ff_export", "off export")]),
        ("N/A - a library has no flags of its own\n", []),
        ("Gradual rollout is possible\n", []),
        ("- see `docs/flags.md` and `helm get`\n", []),
    ],
)  # fmt: skip
def test_definitions(text: str, expected: list[tuple[str, str]]) -> None:
    plan = plan_of("## Operational Readiness\n\n### Feature Flags\n\n" + text)

    assert [(flag.name, flag.purpose.text) for flag in plan.flags] == expected


def test_a_flag_named_in_the_deployment_section_is_defined_there() -> None:
    plan = plan_of("## Deployment\n\n- Feature flag: `ENABLE_EXPORT`\n- Rollback: disable the flag\n")

    assert [(flag.name, written(plan, flag.span)) for flag in plan.flags] == [("ENABLE_EXPORT", "`ENABLE_EXPORT`")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("set `export_enabled=false`", ["export_enabled"]),
        ("turn the flag `export-v2` off", ["export-v2"]),
        ("`FEATURE_EXPORT` off, then `kubectl scale deploy/x --replicas=0`", ["FEATURE_EXPORT"]),
        ("set `MAX_ROWS=0` in the table `export_jobs`", []),
        ("run `scripts/disable_export.sh`", []),
    ],
)
def test_mentions(text: str, expected: list[str]) -> None:
    plan = plan_of(f"## Risks\n\n**Risk 1: a**\n- Impact: High\n- Kill Switch: {text}\n")

    assert [(mention.name, mention.concept) for mention in plan.flag_mentions] == [
        (name, "risks.kill_switch") for name in expected
    ]
