"""The `secret-in-plan` rule."""

from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.rule import Context
from rules.secrets import apart, may_hold_tokens, passwords, tokens
from rules.text_lines import spans


class SecretInPlan:
    """The plan holds a password, a key or a token.

    A plan is read by everybody who can read the repository, by the tools of coding agents, and is kept by git for ever; GitHub
    counted 39 million leaked secrets in 2024. A secret that was pushed once is known, so it has to be revoked, not only
    deleted. Tokens are told by their form, passwords in addresses and after a name like `DB_PASSWORD` by how they are mixed;
    placeholders, examples, hashes, names of variables and local databases are none. The value is not shown: not in the
    message, and masked in every line that a report shows. By default nobody can waive this finding (`waivers.never`).

    ## Bad
        # Implementation Plan: export of invoices

        ## Architecture Overview

        The worker reads from `postgres://export:vT4kq9ZwLm@db.acme.io:5432/billing`.

    ## Good
        # Implementation Plan: export of invoices

        ## Architecture Overview

        The worker reads from the address in `BILLING_DATABASE_URL`, which the secrets store holds.
    """

    name: ClassVar[str] = "secret-in-plan"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.ERROR
    section: ClassVar[str] = "security"

    def applies(self, context: Context) -> bool:  # noqa: ARG002 - any text can hold one
        return True

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        text, low = plan.source.text, plan.low
        found = [*(tokens(text, low) if may_hold_tokens(plan.words) else ()), *passwords(text, low)]
        each_once = apart(found)
        for secret, span in zip(each_once, spans(plan, ((each.start, each.end) for each in each_once)), strict=True):
            yield Problem(
                span,
                f"This looks like {'an' if secret.kind[0] in 'AEIO' else 'a'} {secret.kind}",
                subject=secret.kind,
                concept="security.secrets_management",
                fix="Revoke it, keep the new one in the secrets store, and take it out of the plan and of the branch's history",
            )
