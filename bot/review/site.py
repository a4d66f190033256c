"""Who speaks: what does not depend on the pull request."""

from dataclasses import dataclass

from bot.github.port import PullRequest
from rules.report.links import Links


@dataclass(frozen=True, slots=True)
class Site:
    """`url`: where this Planwarden is reached, without a slash at its end ("" when nobody told). `version`: of the rules."""

    url: str = ""
    version: str = ""

    @property
    def rules(self) -> str:
        """What stands in front of a rule's name in the address of its page, "" for no pages."""
        return f"{self.url}/rules/" if self.url else ""

    def links(self, pull: PullRequest) -> Links:
        """Return the links for what we write on a pull request: to its repository at the head that was judged."""
        repository = pull.url.removesuffix(f"/pull/{pull.ref.number}")
        return Links(blob=f"{repository}/blob/{pull.head_sha}/" if repository else "", rules=self.rules)
