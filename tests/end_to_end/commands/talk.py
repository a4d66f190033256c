"""What people say on a pull request, and what they hear and see then."""

from collections.abc import Sequence

from tests.end_to_end.house import House
from tests.standin.model.conversation import IssueComment, Text
from tests.standin.model.pulls import PullRequest
from tests.standin.oracles import conversation_by
from tests.standin.server import StandIn

MARKER = "<!-- planwarden:command:"


async def say(house: House, pull: PullRequest, who: str, body: str) -> IssueComment:
    """Let somebody comment in the conversation, and wait until that and all before it is worked."""
    comment = house.github.person(who).comment(pull, body)
    await settle(house)
    return comment


async def settle(house: House) -> None:
    """Deliver until nothing is left to be told: what is committed is an event too."""
    while house.github.hooks.pending:
        await house.deliver()


def answers(github: StandIn, pull: PullRequest) -> list[str]:
    """Return our answers to commands in the conversation, without their hidden first lines."""
    bodies = (own.body for own in conversation_by(pull, github.app))
    return [body.partition("\n")[2] for body in bodies if body.startswith(MARKER)]


def reactions(text: Text) -> list[str]:
    return [each.content for each in text.reactions]


def trailers(pull: PullRequest) -> list[str]:
    """Return the last lines of the messages of its commits, oldest first."""
    return [commit.message.rstrip().rpartition("\n")[2] for commit in pull.commits()]


def file_at(pull: PullRequest, path: str) -> str:
    """Return a file as the head has it."""
    store = pull.base_repository.store
    entry = store.snapshot(store.commits[pull.head_sha].tree)[path]
    content = store.content(entry)
    return content if isinstance(content, str) else store.blobs[entry.oid].decode()


def paths_at(pull: PullRequest) -> Sequence[str]:
    store = pull.base_repository.store
    return sorted(store.snapshot(store.commits[pull.head_sha].tree))
