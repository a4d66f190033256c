"""What a person sees, as text and as a page."""

from tests.standin.model.pulls import PullRequest
from tests.standin.server import StandIn
from tests.standin.view.page import as_page
from tests.standin.view.readable import readable
from tests.standin.view.text import as_text
from tests.standin_tests.client import Client

PLAN = "# Plan\n\n## Risks\n\n1. A refund is paid twice.\n"
SUMMARY = "**Failed: 1 error**\n\n| Plan | Errors |\n|:--|--:|\n| `plan.md` | 1 |\n<!-- planwarden:v1 -->"
EXPECTED = """\
----------------------------------------------------------------------------------------------------
octo-org/shop#1  Plan refunds
open: alice wants refunds (HEAD) in main
----------------------------------------------------------------------------------------------------
Check Planwarden: FAILURE  1 error in plan.md
Buttons: [Re-check]

  **Failed: 1 error**

  | Plan | Errors |
  |:--|--:|
  | `plan.md` | 1 |

  failure plan.md:5  no-kill-switch
      5 | 1. A refund is paid twice.
        Say how to stop it.
----------------------------------------------------------------------------------------------------
Review by planwarden[bot] on HEAD
  1 error needs a decision.
----------------------------------------------------------------------------------------------------
Thread on plan.md:5
      3 + | ## Risks
      4 + |
      5 + | 1. A refund is paid twice.
  planwarden[bot]:
    No kill switch.
  bob:
    Will add one.
----------------------------------------------------------------------------------------------------
"""


MARKDOWN = (
    """\
See [line 4](https://github.com/octo/shop/blob/a(b)/plan.md) of [`plan.md`](x).
<details><summary>Warnings (1)</summary>

1. """
    + "word " * 30
    + """

```text
[kept](as it is) """
    + "code " * 30
    + """
```
</details>
"""
)
READABLE = f"""\
  See line 4 of `plan.md`.
  > Warnings (1)

  1. {"word " * 19}
     {"word " * 11}

  ```text
  [kept](as it is) {"code " * 30}
  ```"""


def test_links_are_shown_by_their_words_and_lines_wrapped() -> None:
    expected = [line.rstrip() for line in READABLE.splitlines()]

    assert [line.rstrip() for line in readable(MARKDOWN).splitlines()] == expected


async def reviewed(github: StandIn) -> PullRequest:
    """Return a pull request with a failed check and a thread that was answered."""
    repository = github.repository("octo-org/shop")
    pull = repository.pull_request("refunds", {"plan.md": PLAN}, title="Plan refunds")
    client = await Client.installed(github)
    annotation = {"path": "plan.md", "start_line": 5, "end_line": 5, "annotation_level": "failure",
                  "title": "no-kill-switch", "message": "Say how to stop it."}  # fmt: skip
    await client.post("/repos/octo-org/shop/check-runs", {
        "name": "Planwarden", "head_sha": pull.head_sha, "conclusion": "failure",
        "output": {"title": "1 error in plan.md", "summary": SUMMARY, "annotations": [annotation]},
        "actions": [{"label": "Re-check", "description": "Run again", "identifier": "recheck"}],
    })  # fmt: skip
    comment = {"path": "plan.md", "line": 5, "body": "No kill switch.\n<!-- sp:f=abc -->"}
    review = {"event": "COMMENT", "body": "1 error needs a decision.", "comments": [comment]}
    await client.post("/repos/octo-org/shop/pulls/1/reviews", review)
    github.person("bob").reply(pull.threads[0], "Will add one.")
    return pull


async def test_the_text_is_what_stands_on_the_page(github: StandIn) -> None:
    pull = await reviewed(github)

    assert as_text(pull).replace(pull.head_sha[:7], "HEAD") == EXPECTED


async def test_a_push_that_answers_shows_the_thread_as_outdated(github: StandIn) -> None:
    pull = await reviewed(github)
    pull.push({"plan.md": PLAN.replace("paid twice.", "paid twice. Kill switch: `refunds`.")})

    seen = as_text(pull)

    assert "Thread on plan.md:5 (outdated)" in seen
    assert "Check Planwarden" not in seen


async def test_the_page_renders_markdown_and_escapes_the_plan(github: StandIn) -> None:
    pull = await reviewed(github)
    pull.edit(title="<script>alert(1)</script>")

    page = as_page(pull)

    assert "<strong>Failed: 1 error</strong>" in page
    assert "<code>plan.md</code></td>" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "sp:f=abc" not in page
    assert "default-src 'none'" in page
