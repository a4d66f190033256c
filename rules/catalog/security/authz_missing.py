"""The `authz-missing` rule."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rules.finding import Problem, Severity
from rules.fingerprint import normalise
from rules.interface import NO_INTERFACE
from rules.lazy import lazy
from rules.plan.model import Answer, Plan, State
from rules.quoting import quoted
from rules.rule import Context

AUTHN, AUTHZ = "security.authentication", "security.authorization"
DECLINED = frozenset({State.BARE_NA, State.JUSTIFIED_NA, State.NEGATIVE})

WHO_MAY = lazy(
    r"\b(?:rbac|abac|acls?|rls|roles?|role-based|permissions?|privileges?|access control|row.level|ownership|owner-only"
    r"|owners? only|own (?:data|tasks?|rows?|records?|items?|resources?|orders?|exports?|files?)|scopes"
    r"|polic(?:y|ies)|least privilege|casbin|(?:their|his|her|its|your) own"
    r"|scope \w+[:.]\w+|only (?:see|read|access|change|edit)|admin-only|admins? only|public read|who may"
    r"|may (?:only )?(?:see|read|change|edit|delete)|can only|opa"
    r"|only (?:the|their|users|admin\w*|owners?|members)|(?:user|owner|tenant)_id\s*(?:==|=)|isolat\w+)\b",
    re.IGNORECASE,
)
"""Words that say who may do what."""
ABOUT_IT = lazy(r"\b(?:authori[sz]ation|authz|access control|permissions?|rbac|roles?)\b", re.IGNORECASE)
ONLY_WHO_IT_IS = lazy(
    r"\W*(?:(?:jwt|json web|oauth2?|openid|oidc|connect|sessions?|cookies?|tokens?|bearer|saml|sso|basic|auth\w*"
    r"|api|keys?|login|passwords?|based|better|next\w*|with|via|and|using|the|same|as|above|validation|verification|validated"
    r"|checked|required|on|for|every|each|all|requests?|endpoints?|protected|routes?|middleware|header|expiration|expiry|hour"
    r"|day|\d+)\b\W*)+",
    re.IGNORECASE,
)
"""Words that only say how it is known who somebody is."""
BOTH = lazy(r"\bauthn\s*[/&+]\s*authz\b|\bauthentication\s*(?:[/&+]|and)\s*authori[sz]ation\b", re.IGNORECASE)
NONE = lazy(r"\W*(?:n/a|not applicable|not required|none|no\b|public)", re.IGNORECASE)


class AuthzMissing:
    """The plan says how users are recognised, and not what they may do.

    A valid token says who somebody is; it does not say whose invoices that person may read. Broken access control has been
    the first of the OWASP Top 10 since 2021, and OWASP's verification standard (ASVS 5.0, access control documentation) asks
    for the rules in writing. The same words for both fields, or "N/A" without a reason, do not say it either. Who may do what
    can stand anywhere in the section about security.

    ## Bad
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Security

        - **Authentication:** JWT, valid for 15 min

    ## Good
        # Implementation Plan: export of invoices

        ## Non-Functional Requirements (NFRs) and Budgets

        ### Security

        - **Authentication:** JWT, valid for 15 min
        - **Authorization:** only users with the role `tenant_admin` of the tenant in the path
    """

    name: ClassVar[str] = "authz-missing"
    since: ClassVar[str] = "0.1"
    severity: ClassVar[Severity] = Severity.WARNING
    section: ClassVar[str] = "security"

    def applies(self, context: Context) -> bool:
        plan = context.plan
        return plan.kind not in NO_INTERFACE and ("authz" in plan.words or bool(plan.all(AUTHN)))

    def check(self, context: Context) -> Iterator[Problem]:
        plan = context.plan
        known = next((each for each in plan.all(AUTHN) if not each.missing and each.state not in DECLINED), None)
        allowed = plan.all(AUTHZ)
        if known is not None and not allowed:
            if not WHO_MAY.search(known.text) and not ABOUT_IT.search(known.label) and not said_nearby(plan, known):
                yield problem(known, f"The plan says who somebody is ({quoted(known.text)}), and not what they may do")
        elif known is not None:
            for answer in allowed:
                if answer.state is State.BARE_NA:
                    yield problem(
                        answer,
                        f"Users are recognised ({quoted(known.text)}), but what they may do is {quoted(answer.text)}",
                    )
                elif not answer.missing and answer.state not in DECLINED and the_same(known, answer):
                    yield problem(answer, f"{quoted(answer.text)} says who somebody is, not what they may do")
        else:
            yield from of_both(plan)


def the_same(known: Answer, allowed: Answer) -> bool:
    if WHO_MAY.search(allowed.text):
        return False
    repeated = known.span != allowed.span and normalise(known.text) == normalise(allowed.text)
    return repeated or ONLY_WHO_IT_IS.fullmatch(allowed.text) is not None


def said_nearby(plan: Plan, known: Answer) -> bool:
    """Whether the section about security, apart from the answer itself, a heading or a decision says who may do what."""
    if any(ABOUT_IT.search(section.title) for section in plan.sections) or "rbac" in plan.words or "abac" in plan.words:
        return True
    around = [
        each
        for each in plan.sections
        if each.span.start <= known.span.start < each.span.end and each.concept == "security"
    ]
    texts = [plan.source.slice(each.span) for each in around[-1:]]
    texts += [each.title + " " + each.chosen.text for each in plan.decisions]
    written = plan.source.slice(known.span)
    return any(WHO_MAY.search(text.replace(written, " ")) for text in texts)


def of_both(plan: Plan) -> Iterator[Problem]:
    """Yield the problem of one field for both ("AuthN/AuthZ: JWT") that only tells of the first."""
    if "authz" not in plan.words or plan.all(AUTHZ):
        return
    for entry in plan.entries:
        if entry.end > entry.start and entry.form != "heading" and BOTH.search(entry.label):
            span = plan.source.span(entry.start, entry.end)
            text = " ".join(plan.source.slice(span).split())
            if not NONE.match(text) and ONLY_WHO_IT_IS.fullmatch(text):
                yield Problem(
                    span,
                    f"{quoted(text)} says who somebody is, not what they may do",
                    subject="authorization",
                    concept=AUTHZ,
                    fix=FIX,
                )


FIX = 'Write "Authorization:" with who may do what, for example "owner only: row.user_id == session.user"'


def problem(answer: Answer, message: str) -> Problem:
    return Problem(answer.span, message, subject="authorization", concept=AUTHZ, fix=FIX)
