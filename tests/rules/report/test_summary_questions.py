"""The lines to fill in stand folded below their item, and the list goes on after them."""

from markdown_it import MarkdownIt

from rules.config import Gate
from rules.report.links import Links
from rules.report.summary import Wording, summary
from tests.rules.report.reports import finding, report


def test_the_next_item_is_an_item() -> None:
    asked = finding()._replace(question="- **Kill Switch:** [how to disable if catastrophic]")
    text = summary(report(asked, finding("card data")), Gate.ALL, Wording("**Failed**"), Links())
    tokens = MarkdownIt("commonmark").parse(text)

    assert [token.type for token in tokens].count("list_item_open") == 2
    assert [token.content for token in tokens if token.type == "fence"] == [
        "- **Kill Switch:** [how to disable if catastrophic]\n"
    ]
