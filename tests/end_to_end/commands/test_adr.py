"""`/sp.adr`: the record, its links, its number, and what happens where nothing may be written."""

import re

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rules.config import Config
from rules.engine import judge
from rules.repository import PlanVersions
from rules.repository import Repository as Seen
from tests.end_to_end.commands.plans import PLAN
from tests.end_to_end.commands.talk import answers, file_at, paths_at, reactions, say, trailers
from tests.end_to_end.house import House
from tests.end_to_end.plans import PATH
from tests.standin.model.pulls import PullRequest
from tests.standin.model.repository import Repository
from tests.standin.oracles import conversation_by, notices_by

RECORD = "history/adr/0001-where-the-refund-is-booked.md"


async def test_without_a_title_the_decisions_are_listed(house: House, pull: PullRequest) -> None:
    head = pull.head_sha

    comment = await say(house, pull, "alice", "/sp.adr")

    (answer,) = answers(house.github, pull)
    assert answer.splitlines() == [
        "Decisions that need an ADR:",
        (
            f"- [line 23](https://github.com/octo/shop/blob/{head}/{PATH}?plain=1#L23) of `{PATH}`: "
            "`/sp.adr Where the refund is booked`"
        ),
    ]
    assert pull.head_sha == head
    assert reactions(comment) == ["eyes", "rocket"]


async def test_the_record_is_written_and_linked_both_ways(house: House, pull: PullRequest) -> None:
    comment = await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    record, plan = file_at(pull, RECORD), file_at(pull, PATH)
    assert record.splitlines()[:5] == [
        "# ADR-0001: Where the refund is booked",
        "",
        "- **Status:** Proposed",
        f"- **Date:** {house.github.clock.text()[:10]}",
        "- **Feature:** [001-refunds](../../specs/001-refunds/plan.md)",
    ]
    assert "**The payment service**: against it: two books to reconcile, for it: no hop." in record
    assert f"**ADR Required:** Yes ([ADR-0001](../../{RECORD}))" in plan
    assert f"- [ ] **ADR-0001: Where the refund is booked** - [ADR-0001](../../{RECORD})" in plan
    assert trailers(pull)[1:] == [f"Planwarden-Command: issue_comment:{comment.id}"]
    assert len(pull.commits()) == 2
    assert answers(house.github, pull) == [
        (
            f"Created [`{RECORD}`](https://github.com/octo/shop/blob/{pull.head_sha}/{RECORD}) in "
            f"[{pull.head_sha[:7]}](https://github.com/octo/shop/commit/{pull.head_sha}). Status: Proposed. "
            "Next: review it and set its status."
        )
    ]
    assert reactions(comment) == ["eyes", "rocket"]


async def test_what_was_written_passes_our_own_rules(house: House, pull: PullRequest) -> None:
    await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    seen = Seen(
        directories={
            "history/adr": frozenset({RECORD.rpartition("/")[2]}),
            "specs/001-refunds": frozenset({"plan.md"}),
        },
        files={RECORD: file_at(pull, RECORD).encode()},
        changed={RECORD: "added", PATH: "added"},
    )
    found = judge([PlanVersions(PATH, file_at(pull, PATH).encode())], seen, Config()).findings
    assert [each.rule for each in found if "adr" in each.rule] == []
    notes = [(each.title or "").partition(":")[0] for each in house.run(pull).annotations]
    assert notes == ["no-kill-switch"], "the check that follows agrees"


async def test_the_repositorys_own_template_at_base_is_used(house: House, shop: Repository) -> None:
    template = "# ADR {{ID}}: {{TITLE}}\n\n**Owner:** to be named\n\n## Decision\n\n{{DECISION}}\n\n## Rollout\n\n{{ROLLOUT}}\n"
    shop.push("main", {".specify/templates/adr-template.md": template})
    pull = shop.pull_request("refunds", {
        PATH: PLAN, ".specify/templates/adr-template.md": "# Mine\n\n## Nothing to say\n",
    })  # fmt: skip

    await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    record = file_at(pull, RECORD)
    assert re.findall(r"^#.*", record, re.MULTILINE)[:3] == [
        "# ADR-0001: Where the refund is booked", "## Decision", "## Rollout",
    ]  # fmt: skip
    assert "Nothing to say" not in record
    assert answers(house.github, pull)[0].endswith("Next: complete `Rollout`.")


async def test_a_slug_names_the_decision(house: House, pull: PullRequest) -> None:
    await say(house, pull, "alice", "/sp.adr where-the-refund-is-booked")

    assert RECORD in paths_at(pull)


async def test_a_title_of_no_decision_still_makes_a_record(house: House, shop: Repository) -> None:
    second = PLAN.replace("## Operational Readiness", "### Decision 2: Who may refund\n\n**Options Considered:**\n"
        "1. **Support** - Pros: fast / Cons: no second look\n2. **Finance** - Pros: four eyes / Cons: slow\n\n"
        "**Chosen:** Finance\n\n**Rationale:** Four eyes on money.\n\n**ADR Required:** No\n\n"
        "## Operational Readiness")  # fmt: skip
    pull = shop.pull_request("refunds", {PATH: second})

    await say(house, pull, "alice", "/sp.adr Limits of refund amounts")

    path = "history/adr/0001-limits-of-refund-amounts.md"
    assert "To decide: Limits of refund amounts." in file_at(pull, path)
    assert "To be completed by the author." in file_at(pull, path)
    (answer,) = answers(house.github, pull)
    assert "Next: complete `Decision`, `Positive`, `Negative`, `Alternatives Considered`." in answer


async def test_a_decision_that_has_its_record_gets_no_second(house: House, pull: PullRequest) -> None:
    await say(house, pull, "alice", "/sp.adr Where the refund is booked")
    head = pull.head_sha

    await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    assert pull.head_sha == head
    assert answers(house.github, pull)[1].startswith("This decision has its ADR: [`history/adr/0001-where")


async def test_the_number_is_free_over_the_base_branch_and_every_open_pull_request(
    house: House, shop: Repository
) -> None:
    shop.push("main", {"history/adr/0003-queue.md": "# ADR-0003: Queue\n"})
    shop.pull_request("other", {"history/adr/0006-cache.md": "# ADR-0006: Cache\n"}, author="mia")
    closed = shop.pull_request("closed", {"history/adr/0009-closed.md": "# ADR-0009: Closed\n"}, author="mia")
    closed.close()
    pull = shop.pull_request("refunds", {PATH: PLAN})

    await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    assert "history/adr/0007-where-the-refund-is-booked.md" in paths_at(pull)


async def test_pull_requests_that_ask_at_once_get_different_numbers(house: House, shop: Repository) -> None:
    pulls = [shop.pull_request(f"refunds-{n}", {f"specs/00{n}-refunds/plan.md": PLAN}) for n in (1, 2, 3)]
    await house.deliver()

    for pull in pulls:
        house.github.person("alice").comment(pull, "/sp.adr Where the refund is booked")
    await house.github.hooks.send_at_once(house.github.hooks.take("issue_comment"))
    await house.idle()

    records = [path for pull in pulls for path in paths_at(pull) if path.startswith("history/adr/")]
    assert sorted(path.rpartition("/")[2][:4] for path in records) == ["0001", "0002", "0003"]


@pytest.mark.parametrize(
    "title",
    [
        "../../.github/workflows/x.yml",
        r"..\..\x",
        "%2e%2e%2f%2e%2e%2fetc",
        "/etc/passwd",
        "CON",
        ".git/config",
        "🚀🚀",
        "a" * 900,
        "---",
        "a\u202egnp.exe",
        "z\u200be\u2060r\u00ado width",
        "\uff0e\uff0e\uff0f\uff0e\uff0e",
        "x\u0000y",
        "title --- status: accepted",
        "Datenbank für Größen",
        "数据库选择",
        "Решение базы",
    ],
)
async def test_the_path_is_always_inside_the_directory(house: House, pull: PullRequest, title: str) -> None:
    before = set(paths_at(pull))

    await say(house, pull, "alice", f"/sp.adr {title}")

    (new,) = set(paths_at(pull)) - before
    assert re.fullmatch(r"history/adr/\d{4}-[a-z0-9-]{1,60}\.md", new)


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("数据库选择", "0001-shu-ju-ku-xuan-ze.md"),
        ("Größe der Übertragung", "0001-grosse-der-ubertragung.md"),
        ("Решение базы", "0001-reshenie-bazy.md"),
        ("--- ...", "0001-adr-1.md"),
    ],
)
async def test_titles_in_any_script_get_a_readable_name(house: House, pull: PullRequest, title: str, path: str) -> None:
    await say(house, pull, "alice", f"/sp.adr {title}")

    assert f"history/adr/{path}" in paths_at(pull)


def flat(token: Token) -> list[Token]:
    return [token, *(token.children or ())]


async def test_a_hostile_title_and_plan_mention_and_link_nobody(house: House, shop: Repository) -> None:
    hostile = "cc @octo/everyone fixes #1 <img src=x> [x](https://evil.test) `</details>` https://evil.test/a ![b](https://e.test/b.png)"
    plan = PLAN.replace("Two books drifted", f"{hostile} drifted").replace("no hop", f"no hop {hostile}")
    pull = shop.pull_request("refunds", {PATH: plan})

    await say(house, pull, "alice", f"/sp.adr {hostile}")

    (record,) = [file_at(pull, path) for path in paths_at(pull) if path.startswith("history/adr/")]
    tokens = [inner for token in MarkdownIt("gfm-like", {"linkify": False}).parse(record) for inner in flat(token)]
    assert not {each.type for each in tokens} & {"image", "html_inline", "html_block", "table_open", "hr", "fence"}
    links = {each.attrs["href"] for each in tokens if each.type == "link_open"}
    assert links == {"../../specs/001-refunds/plan.md"}
    assert "@octo/everyone" not in record
    notices = notices_by(house.github.world, house.github.app)
    assert {each.target for each in notices} == {f"https://github.com/octo/shop/commit/{pull.head_sha}"}, "ours"
    assert "#1" not in pull.commits()[-1].message


async def test_a_fork_gets_a_patch(house: House, shop: Repository) -> None:
    pull = shop.pull_request("main", {PATH: PLAN}, author="mallory", fork=True)
    pull.maintainer_can_modify = True
    tips = dict(shop.refs)

    comment = await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    assert {name: sha for name, sha in shop.refs.items() if name in tips} == tips
    (answer,) = answers(house.github, pull)
    assert answer.startswith("I cannot write to a fork.\n\n<details><summary>The ADR</summary>")
    assert f"+++ b/{RECORD}" in answer
    assert "+- [ ] **ADR-0001: Where the refund is booked**" in answer
    assert reactions(comment) == ["eyes", "confused"]


async def test_a_deleted_fork_is_no_crash(house: House, shop: Repository) -> None:
    pull = shop.pull_request("refunds", {PATH: PLAN}, author="mallory", fork=True)
    await house.deliver()
    assert pull.head_repository is not None
    pull.head_repository.delete(author="mallory")
    pull.head_repository = None

    await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    (answer,) = answers(house.github, pull)
    assert answer.startswith("I cannot write to a fork.\n\n<details>")


@pytest.mark.parametrize(
    "rule",
    [
        "Changes must be made through a pull request.",
        "Repository rule violations found: Commits must have verified signatures.",
        "Cannot update this protected ref.",
    ],
)
async def test_a_protected_branch_gets_a_patch(house: House, shop: Repository, pull: PullRequest, rule: str) -> None:
    shop.protected["refunds"] = rule
    head = pull.head_sha

    await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    assert pull.head_sha == head
    (answer,) = answers(house.github, pull)
    assert answer.startswith("A rule of this repository forbids me to commit to this branch.\n\n<details>")


async def test_without_the_permission_there_is_a_patch(house: House, pull: PullRequest) -> None:
    installation = house.github.installation("octo")
    house.github.grant(installation, dict(installation.permissions) | {"contents": "read"})
    head = pull.head_sha

    await say(house, pull, "alice", "/sp.adr Where the refund is booked")

    assert pull.head_sha == head
    (answer,) = answers(house.github, pull)
    assert answer.startswith("I have no permission to write to this repository.\n\n<details>")


async def test_a_pull_request_without_a_plan(house: House, shop: Repository) -> None:
    pull = shop.pull_request("docs", {"docs/a.md": "# A\n"})

    await say(house, pull, "alice", "/sp.adr Anything")

    assert answers(house.github, pull) == [
        "This pull request changes no plan that can be read, so there is nothing to write an ADR from."
    ]


async def test_a_number_that_was_taken_is_told_once(house: House, shop: Repository) -> None:
    """Three open pull requests with one number: after the first is merged the other two are told, once each."""
    pulls = []
    for name in ("a", "b", "c"):
        pulls.append(shop.pull_request(f"adr-{name}", {f"history/adr/0005-{name}.md": f"# ADR-0005: {name}\n"}))
        await house.deliver()
    assert [conversation_by(pull, house.github.app) for pull in pulls] == [[], [], []], "each check tells its own"

    pulls[0].merge()
    await house.deliver()
    shop.push("main", {"history/adr/0004-late.md": "# ADR-0004\n"}, author="mia")
    await house.deliver()

    bodies = [[own.body for own in conversation_by(pull, house.github.app)] for pull in pulls]
    assert [len(each) for each in bodies] == [0, 1, 1]
    assert bodies[1][0].splitlines()[1] == ("ADR 0005 is taken on `main` now: take 0006 for `history/adr/0005-b.md`.")
    assert "take 0007" in bodies[2][0]
