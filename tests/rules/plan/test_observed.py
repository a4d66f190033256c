"""What a plan says of logs, metrics, traces and migrations without the template's labels."""

import pytest

from tests.rules.plan.plans import plan_of

FIELDS = ("observability.logs", "observability.metrics", "observability.traces", "data.forward_migration")


def said(text: str) -> dict[str, str]:
    return {answer.concept: answer.text for answer in plan_of(text).answers if answer.concept in FIELDS}


@pytest.mark.parametrize("head", ["## Observability", "## Operations\n\n**Observability** (see the handbook):"])
def test_bullets_of_a_section_about_observability(head: str) -> None:
    found = said(
        f"{head}\n\n- JSON lines through pino\n- Prometheus scrapes /metrics\n- OpenTelemetry spans reach Jaeger\n"
    )

    assert found == {
        "observability.logs": "JSON lines through pino",
        "observability.metrics": "Prometheus scrapes /metrics",
        "observability.traces": "OpenTelemetry spans reach Jaeger",
    }


def test_a_label_says_it_first() -> None:
    text = "## Observability\n\n- Requests are logged at info\n- **Logs:** one line for each label\n"

    assert said(text) == {"observability.logs": "one line for each label"}


@pytest.mark.parametrize(
    ("line", "concept"),
    [
        ("- Structured logging (JSON)", "observability.logs"),
        ("- API logging: enabled", "observability.logs"),
        ("- Implement security event logging", "observability.logs"),
        ("- Tracing: all requests", "observability.traces"),
        ("- Monitoring: status page", "observability.metrics"),
        ("- Run migrations: `alembic upgrade head`", "data.forward_migration"),
        ("- Add an Alembic migration for labels", "data.forward_migration"),
        ("- Run prisma db push", "data.forward_migration"),
        ("- Database migration runs at start", "data.forward_migration"),
    ],
)
def test_lines_of_other_sections(line: str, concept: str) -> None:
    assert list(said(f"## Phase 1: Setup\n\n{line}\n")) == [concept]


@pytest.mark.parametrize(
    "text",
    [
        "## Risks\n\n- Monitoring: nobody looks at it\n",
        "## Key Decisions\n\n- Structured logging over plain text\n",
        "## Out of Scope\n\n- Distributed tracing: later\n",
        "## Setup\n\n- Create a migration guide for teams\n",
        "## Setup\n\n- Users log in, then catalogue labels\n",
        "## Setup\n\n- The metric system is used throughout\n",
    ],
)
def test_what_only_sounds_like_it(text: str) -> None:
    assert said(text) == {}


def test_a_section_about_migration_tells_of_one() -> None:
    text = (
        "## Data Management\n\n### Migration and Rollback\n\n- No rollback of migrations\n- Manual migration of files\n"
    )

    assert said(text) == {"data.forward_migration": "Manual migration of files"}
