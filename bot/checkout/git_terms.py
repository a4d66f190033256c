"""On which terms git is run, whoever runs it."""

import os

REPOSITORY_VARIABLES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
)
"""Set by git for its hooks. They would make every repository look like the one that is being committed to."""

SAFELY = ("--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false")
"""Write nothing, take names for names, and run no monitor that the repository's own configuration may name."""


def environment() -> dict[str, str]:
    """Return what git inherits."""
    # The one look at the environment outside of bot.settings: it is git's, and only to be passed on.
    return {name: value for name, value in os.environ.items() if name not in REPOSITORY_VARIABLES}
