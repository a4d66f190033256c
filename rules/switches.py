"""What a kill switch is made of: an actuator that somebody operates, a target that it acts on, or only a deployment."""

import re
from collections.abc import Iterator

from rules.lazy import lazy
from rules.plan.model import Answer, Plan, Risk, State

ANSWERED = frozenset({State.SUBSTANTIVE, State.VAGUE, State.RESTATED})
"""States of a kill switch whose words are worth judging."""

STEMS = (
    "set", "unset", "activat", "deactivat", "enabl", "disabl", "toggl", "flip", "scal", "revok", "block", "drain",
    "paus", "stop", "halt", "kill", "suspend", "unpublish", "yank", "remov", "delet", "detach", "rout", "rerout",
    "redirect", "throttl", "bypass", "unplug", "freez", "lock", "quarantin", "rotat", "hid", "reject", "refus",
    "degrad", "swap", "abort", "restart", "terminat", "cancel", "isolat", "skip", "return", "serv",
)  # fmt: skip
PHRASES = r"(?:turn|switch|shut|cut|tak)\w*(?:\s+\S+){0,5}?[ -](?:off|down|offline)|fail\w* ?over|fall\w*[ -]back"
ACTUATOR = lazy(rf"\b(?:(?:{'|'.join(STEMS)})(?:e?s|e?d|e|(?:[dgpt])?(?:ed|ing))?|{PHRASES})\b(?! up\b)", re.IGNORECASE)
"""Verbs that somebody carries out on something, in all their forms; not "set up"."""

NAMED_SWITCH = lazy(
    r"\b(?:feature[ -](?:flags?|toggles?)|flags?|env(?:ironment)?[ -]var(?:iable)?s?|"
    r"config(?:uration)?[ -](?:flags?|switch|toggle|options?)|"
    r"read[ -]only(?: mode)?|maintenance (?:mode|page)|safe mode|offline mode|runbook|circuit[ -]breaker (?:on|for|around|opens)|"
    r"admin (?:toggle|switch|panel|dashboard)|cli (?:option|flag)|allow ?list|block ?list|deny ?list)\b",
    re.IGNORECASE,
    needs=(
        "feature", "flag", "env", "config", "read", "maintenance", "safe mode", "offline", "runbook", "circuit",
        "admin", "cli", "allow", "block", "deny",
    ),
)  # fmt: skip
"""Words that name an actuator and its target at once."""

IDENTIFIER = lazy(
    r"(?<![\w/])(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z][a-z0-9]*(?:_[a-z0-9]+)+|--[a-z][\w-]+|[a-z]+[A-Z]\w+)\b"
)

CONTENT = lazy(r"[^\W_][\w./'-]*")

CLAUSE = lazy(r"[.;,:!?](?:\s|$)|[()]|\s[-\u2013\u2014>]+\s")

EMPTY_TARGETS = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "them", "they", "all", "any", "every",
    "everything", "anything", "something", "which", "who", "what", "where", "off", "down", "on", "out", "over",
    "up", "to", "of", "in", "from", "for", "by", "with", "without", "at", "as", "and", "or", "if", "when", "until",
    "after", "before", "while", "via", "per", "not", "no", "is", "are", "be", "can", "will", "should", "must",
    "may", "might", "then", "so", "immediately", "quickly", "instantly", "temporarily", "manually",
    "automatically", "gracefully", "completely", "entirely", "fully", "needed", "necessary", "required",
    "appropriate", "affected", "relevant", "offending", "problematic", "problem", "problems", "issue", "issues",
    "feature", "features", "functionality", "function", "functions", "system", "systems", "service", "services",
    "application", "app", "site", "website", "module", "component", "components", "process", "processes",
    "operation", "operations", "thing", "things", "access", "possible", "case", "emergency", "catastrophic",
    "failure", "failures", "error", "errors", "zero", "back", "only", "new", "current", "existing", "whole",
    "entire", "impacted", "use", "mode", "state", "safe", "way",
})  # fmt: skip
"""Words that name no target: "disable the feature" says nothing that "kill switch" did not."""

DEPLOYMENT = lazy(
    r"\b(?:roll(?:ing|ed)?[ -]?back|revert(?:s|ed|ing)?|re-?deploy(?:s|ed|ing|ment)?|hot[ -]?fix(?:es)?|patch(?: release|es)?|"
    r"(?:previous|prior|earlier|last|older|known[ -]good|stable) (?:\w+ ){0,2}?"
    r"(?:version|release|build|deployment|commit|image|tag|state)s?|"
    r"git revert|downgrad(?:e|es|ed|ing)|emergency (?:release|deploy(?:ment)?)|new (?:release|build|deployment))\b",
    re.IGNORECASE,
    needs=(
        "roll", "revert", "deploy", "hot", "patch", "previous", "prior", "earlier", "last", "older", "known",
        "stable", "downgrad", "emergency", "new ",
    ),
)  # fmt: skip
"""Ways to turn something off that ship other code."""

INSTANT = lazy(
    r"\b(?:vercel|netlify|heroku|cloudflare|railway|render|fly(?:\.io|ctl)?|app engine|cloud run|kubectl rollout undo|argo|"
    r"helm rollback|blue[ -/]?green|instant(?:ly|aneous)?(?: rollback)?|one[ -]click|traffic (?:shift|split)|slot swap)\b",
    re.IGNORECASE,
    needs=(
        "vercel", "netlify", "heroku", "cloudflare", "railway", "render", "fly", "app engine", "cloud run",
        "kubectl", "argo", "helm", "blue", "instant", "click", "traffic", "slot swap",
    ),
)  # fmt: skip
"""Platforms and set-ups that switch to the previous deployment without a build."""


def judged_switches(plan: Plan) -> Iterator[tuple[Risk, Answer]]:
    """Yield each risk whose own kill switch says something; one that several risks share comes once.

    A fallback that stands in for one is what happens, not what somebody operates.
    """
    seen: set[int] = set()
    for risk in plan.risks:
        answer = risk.kill_switch
        if answer.state in ANSWERED and "fallback" not in answer.label.lower() and answer.span.start not in seen:
            seen.add(answer.span.start)
            yield risk, answer


def runtime_switch(answer: Answer) -> bool:
    """Whether somebody could operate this without shipping code: an actuator with a target, or the name of a switch."""
    if answer.links or any(not DEPLOYMENT.search(code) and not INSTANT.search(code) for code in answer.code):
        return True
    text = DEPLOYMENT.sub(" ", answer.text)
    return bool(NAMED_SWITCH.search(text) or IDENTIFIER.search(text)) or any(map(acts_on_something, CLAUSE.split(text)))


def acts_on_something(clause: str) -> bool:
    """Whether a clause holds an actuator and, inside, behind or (in the passive) before it, a word that says on what."""
    found = ACTUATOR.search(clause)
    if found is None:
        return False
    verb = found[0].casefold().split()
    passive = verb[0].endswith(("d", "n"))
    own = {verb[0], verb[-1]}
    words = CONTENT.finditer(clause if passive else clause[found.start() :])
    return any(word[0].casefold().strip("'.-/") not in EMPTY_TARGETS | own for word in words)
