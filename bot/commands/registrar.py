"""After a push: tell each open pull request once whose ADR has lost its number, and which one is free."""

import posixpath
from collections.abc import Iterable

import structlog

from bot.commands.collisions import ARRIVES, Collision, collisions
from bot.commands.verbs.adr import collision_notice
from bot.github.errors import Denied, Gone, Refused
from bot.github.port import ContentRequest, Contents, GitHub, OpenPull, PullRequestRef, RepositoryRef
from bot.review import reads
from bot.review.configuration import in_force
from bot.work.port import Job
from rules.adr_file import number_in
from rules.config import FILES

HEAD = "HEAD"
"""The default branch's tip."""
MOST_DIRECTORIES = 50

_log = structlog.get_logger("planwarden.records")


class Registrar:
    """The handler of `records:` lanes."""

    def __init__(self, github: GitHub) -> None:
        self._github = github

    async def look(self, job: Job) -> None:
        """Compare what the open pull requests add with each other and with the default branch."""
        note = job.notes[-1]
        repository = RepositoryRef(job.installation, int(note["repository_id"]), str(note["owner"]), str(note["name"]))
        pushed = {str(each["branch"]) for each in job.notes if "branch" in each}
        pulls = await self._github.open_pulls(repository)
        directories = tuple(dict.fromkeys(homes(pulls)))[:MOST_DIRECTORIES]
        if not directories:
            return
        wanted = ContentRequest([(HEAD, path) for path in FILES], [(HEAD, path) for path in directories])
        contents = await self._github.contents(repository, wanted)
        configured = await self._directory(repository, contents)
        # Who has pushed himself, or collides with what was there before, hears it from his own check.
        active = {0, *(pull.number for pull in pulls if pull.head_ref in pushed)}
        for directory in directories:
            if directory == configured or directory.endswith(f"/{configured}"):
                names = [entry.name for entry in contents.directories[HEAD, directory]]
                for found in collisions(names, pulls, directory):
                    if found.taken_by in active and found.pull not in active:
                        await self._tell(PullRequestRef(repository, found.pull), found)

    async def _directory(self, repository: RepositoryRef, contents: Contents) -> str:
        organisation = await self._github.organisation_config(repository)
        return in_force(organisation, reads.configuration(contents, HEAD), repository.name).config.adr_directory

    async def _tell(self, ref: PullRequestRef, found: Collision) -> None:
        """Say it unless it was said: our own comments on the pull request are the memory, which no crash can tear apart."""
        marker = f"<!-- planwarden:collision:{found.number:04d} -->"
        try:
            pull = await self._github.pull_request(ref, config_revision=HEAD)
            if any(own.body.startswith(marker) for own in pull.comments):
                return
            body = f"{marker}\n{collision_notice(found.path, found.number, found.taken_by, found.take, pull.base_ref)}"
            await self._github.put_sticky(pull, body, existing=None, surplus=())
        except (Denied, Gone, Refused) as error:
            _log.warning("a collision could not be told", pull=ref.number, reason=str(error))


def homes(pulls: Iterable[OpenPull]) -> Iterable[str]:
    """Yield the directories to which pull requests add what may be an ADR."""
    for pull in pulls:
        for file in pull.files:
            if file.change in ARRIVES and number_in(posixpath.basename(file.path)) is not None:
                yield posixpath.dirname(file.path)
