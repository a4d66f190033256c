"""The `rollback-code-only` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.lazy import lazy
from rules.migrations import ADDITIVE, CHANGES, NO_DATABASE, ROLLBACK, described, said
from rules.plan.model import Answer, Plan
from rules.quoting import quoted
from rules.rule import Context

CODE = lazy(
    r"\b(?:revert\w*|re-?deploy\w*|re-?releas\w*|git reset|rollout undo|helm rollback|(?:via|with|using|through|"
    r"by|in) git|"
    r"(?:vercel|netlify|heroku|railway|render)\b[^.;]{0,30}?\broll\w*|traffic|blue[ /-]?green|"
    r"(?:previous|prior|earlier|last|old(?:er)?|known[- ]good|stable) (?:\w+ ){0,2}?"
    r"(?:versions?|releases?|builds?|deployments?|commits?|images?|tags?|code|artifacts?|containers?)|"
    r"roll\w*[ -]?back (?:of )?(?:the |this |to )?(?:\w+ )?(?:code|deployment|release|application|app|service|pr|"
    r"container|pods?|image))\b",
    re.IGNORECASE,
    needs=(
        "revert", "deploy", "releas", "reset", "undo", "helm", "previous", "prior", "earlier", "last", "old", "known",
        "stable", "roll", "git", "traffic", "blue",
    ),
)  # fmt: skip
"""Ways to bring the previous code back."""

DATA = lazy(
    r"\b(?:down[- ]?(?:grad\w*|migrat\w*)|migrat\w+ (?:down|back|to)\b|(?:migrate|db|flyway|"
    r"liquibase)[: ](?:rollback|undo|down|revert)\w*|"
    r"(?:reverse|inverse|reversible|undo|rollback|revert|down) (?:\w+ )?(?:migrations?|scripts?|sql|revisions?)|"
    r"revert\w* (?:the |each |this |all )?(?:\w+ )?(?:migrations?|schema|tables?|columns?|revisions?)|alembic|"
    r"knex|sequelize|prisma|typeorm|"
    r"back(?:ed)?[- ]?ups?|snapshots?|dump\w*|pitr|point[- ]in[- ]time|restor\w+ (?:\w+ ){0,3}?(?:data\w*|tables?|"
    r"columns?|rows|db|values)|"
    r"(?:drop(?:s|ped|ping)?|truncat\w+|undelet\w+|re-?import\w*|re-?index\w*|replay\w*) |"
    r"(?:delet|remov|re-?creat|re-?build|re-?fill|fill|renam|convert|copy|copi|merg|split|writ)\w* (?:\w+ ){0,4}?"
    r"(?:tables?|columns?|rows|data\w*|records?|schemas?|collections?|fields?|\w+_\w+)|alter table|update \w+ set|"
    r"insert into|"
    r"compatible|additive|nullable|ignor\w+|unaffected|unchanged|"
    r"stays?|remains?|untouched|harmless\w*|left (?:in place|as)|kept|keeps?|stateless|no (?:schema|data|database|"
    r"migration)|old schema|"
    r"both (?:schemas?|versions)|forward[- ]only|roll(?:s|ing)?[- ]forward|fix(?:es|ing)? forward|lost|loss|"
    r"loses?|copied|(?:put|bring|mov|swap)\w* (?:\S+ ){1,6}?back|\w+\.(?:sqlite3?|db|mdb|rdb))\b",
    re.IGNORECASE,
)
"""Words about what happens to the schema or the data."""

CHANGED = lazy(
    r"\b(?:tables?|columns?|schemas?|migrations?|migrat(?:e|es|ed|ing)|revisions?|rows?|records?|collections?|"
    r"databases?|db|index(?:es)?|"
    r"alembic|flyway|liquibase|prisma|knex|sql|ddl|backfills?|fields?|documents?|data|constraints?|enum|buckets?)\b",
    re.IGNORECASE,
)
IN_GIT = lazy(r"\b(?:markdown|mdx|content files?|docs?|pages|static|git|repository|chapters?)\b", re.IGNORECASE)
DATABASE = lazy(
    r"\b(?:tables?|columns?|alembic|flyway|liquibase|prisma|knex|sql|ddl|database|postgres\w*|mysql|mongo\w*)\b",
    re.IGNORECASE,
)


class RollbackCodeOnly:
    """The migration changes a schema or data, and its rollback only brings the previous code back.

    A revert gives back the code and leaves the schema as the migration made it, so the old code meets tables that it does
    not know. Amazon rolls such changes out in two phases for this reason, so that each step can be taken back by code alone
    (Builders' Library, ensuring rollback safety during deployments). A down migration, a restore, a step that repairs the
    data, or the statement that the change is additive or that the old code can live with it, is accepted. Content that
    lives in git is given back by a revert.

    ## Bad
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** split the column `recipient` into the table `recipients` with Alembic revision 4f1c
        - **Rollback Plan:** revert the pull request and redeploy the previous version

    ## Good
        # Implementation Plan: export of invoices

        ## Data Management and Migration

        ### Migration and Rollback

        - **Forward Migration:** split the column `recipient` into the table `recipients` with Alembic revision 4f1c
        - **Rollback Plan:** `alembic downgrade -1` fills `recipient` from `recipients`, then redeploy the previous version
    """

    name: ClassVar[str] = "rollback-code-only"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "data"

    def applies(self, context: Context) -> bool:
        return context.plan.kind not in NO_DATABASE and bool(context.plan.all(ROLLBACK))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        answer, change = plan.answer(ROLLBACK), described(plan)
        if change is None or not only_code(answer) or not changes_data(plan):
            return
        yield Problem(
            answer.span,
            f"The data rollback {quoted(answer.text)} brings back code only, while the migration changes data: "
            f"{quoted(change.text)}",
            subject="data rollback plan",
            concept=ROLLBACK,
            fix="Write how the schema and the data go back (down migration, restore), or why the previous code runs on the "
            "new schema",
        )


def only_code(answer: Answer) -> bool:
    """Whether a rollback speaks of code, and of the data in no word."""
    return not answer.missing and CODE.search(answer.text) is not None and DATA.search(answer.text) is None


def changes_data(plan: Plan) -> bool:
    """Whether the migration changes what the previous code relies on."""
    changes = said(plan, *CHANGES)
    if ADDITIVE.search(f"{said(plan, *CHANGES[:2])}. {said(plan, 'data.backward_compatibility')}"):
        return False
    return CHANGED.search(changes) is not None and not (IN_GIT.search(changes) and not DATABASE.search(changes))
