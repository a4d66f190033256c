"""The grammar of the command line. Nothing here imports what a command needs."""

import argparse
from typing import TYPE_CHECKING, NoReturn

from rules.config import PROFILES
from rules.report.printable import printable

DESCRIPTION = "Keep implementation plans honest: what is missing, contradictory or left open, line by line."

CHECK = """\
Judges plans and says what is missing, contradictory or left open. PATH is a file or a directory, of one repository
or of many; without any, every plan below the working directory. A file that is named is judged whatever its name.
The configuration is .github/planwarden.yml of each plan's repository; `mode` and `enforce_from` are for pull
requests and change nothing here."""

FORMATS = ("text", "json", "sarif", "github", "junit", "markdown")

EXIT_CODES = "exit codes: 0 no errors, 1 errors, 2 wrong usage or configuration"


class Parser(argparse.ArgumentParser):
    """Arguments may be names of files that strangers chose, so what is said about them is made safe to show."""

    def error(self, message: str) -> NoReturn:
        super().error(printable(message))


if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[Parser]  # noqa: SLF001 - argparse has no public name for it


def count(text: str) -> int:
    """Read a number of processes."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def build_parser() -> Parser:
    parser = Parser(
        prog="planwarden",
        description=DESCRIPTION,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="say which version, commit and rule set this is")
    parser.add_argument("--json", action="store_true", help="with --version: as a JSON object")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    add_check(commands)
    add_catalogue(commands)
    add_adr(commands)
    add_command(commands, "serve", "run the App: webhook server and workers; everything is set in the environment")
    return parser


def add_command(commands: "Commands", name: str, says: str, description: str = "") -> Parser:
    return commands.add_parser(
        name,
        help=says,
        description=description or f"{says[0].upper()}{says[1:]}.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_check(commands: "Commands") -> None:
    check = add_command(commands, "check", "judge plans", CHECK)
    check.add_argument("paths", nargs="*", metavar="PATH", help="files or directories; - reads one plan from stdin")
    versions = check.add_mutually_exclusive_group()
    versions.add_argument("--base", metavar="REF", help="compare with the plans at this git commit, branch or tag")
    versions.add_argument(
        "--base-dir",
        metavar="DIR",
        help="compare with the plans in a directory that is laid out like the working directory",
    )
    check.add_argument("--all", action="store_true", help="report old findings too, not only those that base lacks")
    check.add_argument("--format", choices=FORMATS, default="text", help="what to print (default: text)")
    check.add_argument("--statistics", action="store_true", help="count the findings of each rule (text and json)")
    fixing = check.add_mutually_exclusive_group()
    fixing.add_argument("--fix", action="store_true", help="apply the safe fixes to the plans, then judge them again")
    fixing.add_argument("--diff", action="store_true", help="print what --fix would change as a diff; write nothing")
    check.add_argument("--profile", choices=PROFILES, help="the kind of plan (default: as configured, else auto)")
    check.add_argument("--config", metavar="FILE", help="use this configuration for every repository")
    check.add_argument("--select", metavar="RULE,...", action="append", default=[], help="run only these rules")
    check.add_argument("--ignore", metavar="RULE,...", action="append", default=[], help="leave these rules out")
    check.add_argument(
        "--plugin",
        metavar="NAME",
        action="append",
        default=[],
        help="run the rules of an installed package too, by its entry point in planwarden.rules",
    )
    check.add_argument("--no-cache", action="store_true", help="judge every plan again, whatever is known of it")
    check.add_argument(
        "--jobs", metavar="N", type=count, default=0, help="processes for many plans (default: one for each processor)"
    )
    check.add_argument("--exit-zero", action="store_true", help="exit 0 even when there are errors")


def add_catalogue(commands: "Commands") -> None:
    rules = add_command(commands, "rules", "list the rules")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="what to print (default: text)")
    explain = add_command(commands, "explain", "show the page of one rule")
    explain.add_argument("rule", metavar="RULE", help="the name of the rule")


ADR = """\
Writes the architecture decision record of a decision, filled from the plan, on the repository's own template
(.specify/templates/adr-template.md, templates/adr-template.md, or `adr.template` of the configuration), and links it in
the plan: the same that `/sp.adr` does on a pull request. The number is the next after those in the directory. A title
that is no decision's makes a record all the same. Prints the path of the record."""


def add_adr(commands: "Commands") -> None:
    adr = add_command(commands, "adr", "write architecture decision records")
    new = add_command(adr.add_subparsers(dest="adr_command", metavar="COMMAND", title="commands", required=True), "new",
                      "write the record of a decision", ADR)  # fmt: skip
    new.add_argument("title", nargs="?", default="", metavar="TITLE", help="what the record is called")
    new.add_argument(
        "--plan",
        metavar="PATH",
        help="the plan that it is about (default: the only one, or the one that has the decision)",
    )
    new.add_argument(
        "--decision", metavar="TITLE", default="", help="the decision that it is about (default: the one like TITLE)"
    )
    new.add_argument("--config", metavar="FILE", help="use this configuration")
    new.add_argument("--diff", action="store_true", help="print what would be written as a patch; write nothing")
