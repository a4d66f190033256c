"""After a push: tell each open pull request once whose ADR has lost its number, and which one is free."""

import structlog

from bot.commands.collisions import Collision, collisions
from bot.commands.verbs.adr import collision_notice
from bot.github.errors import Denied, Gone, Refused
from bot.github.port import ContentRequest, Contents, GitHub, PullRequestRef, RepositoryRef
from bot.review import reads
from bot.review.configuration import in_force
from bot.work.port import Job
from rules.config import FILES

HEAD = "HEAD"
"""The default branch's tip."""

_log = structlog.get_logger("planwarden.records")


class Registrar:
    """The handler of `records:` lanes."""

    def __init__(self, github: GitHub) -> None:
        self._github = github

    async def look(self, job: Job) -> None:
        """Compare what the open pull requests add, the hundred that were active last, with each other and the default branch."""
        note = job.notes[-1]
        repository = RepositoryRef(job.installation, int(note["repository_id"]), str(note["owner"]), str(note["name"]))
        pushed = {str(each["branch"]) for each in job.notes if "branch" in each}
        directories = list(dict.fromkeys(str(home) for each in job.notes for home in each.get("homes", ())))
        wanted = ContentRequest(
            [(HEAD, path) for path in FILES], [(HEAD, path) for path in directories], open_pulls=True
        )
        contents = await self._github.contents(repository, wanted)
        pulls = contents.open_pulls or ()
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
