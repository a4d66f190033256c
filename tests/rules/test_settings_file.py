"""`.github/planwarden.yml`, strictly."""

from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import settings_yaml
from rules.config import Comments, Config, ConfigError, ConfigErrors, Custom, Gate, Mode, RuleSetting, Waivers
from rules.finding import Severity
from rules.layers import effective
from rules.settings_file import KEYS, read, read_layer

EVERYTHING = b"""\
mode: advisory
enforce_from: 2027-01-15
gate: all
profile: architect
plans: ["plans/*/plan.md", "!plans/old/**"]
rules:
  no-kill-switch: warning
  too-few-risks: {severity: info, minimum: 2}
  invalid-status: off
adr: {directory: docs/decisions/, template: ./docs/adr.md}
comments: {inline: 3, sticky: true}
commands: {adr: write, fix: [platform, acme/sre], waive: maintain}
waivers: {allow: [maintain], longest: 90d, never: [unfilled-placeholder], by_author: false}
"""

FOR_ORGANISATIONS = b"""\
locked: [mode, rules.no-kill-switch]
repositories: {include: ["*"], exclude: ["sandbox-*"]}
"""


def mistakes(text: str | bytes, *, organisation: bool = False) -> list[str]:
    with pytest.raises(ConfigErrors) as caught:
        read(text.encode() if isinstance(text, str) else text, "f.yml", organisation=organisation)
    return [str(error) for error in caught.value.errors]


def test_every_key_of_a_repository_is_obeyed() -> None:
    assert read(EVERYTHING, "f.yml") == Config(
        mode=Mode.ADVISORY,
        enforce_from=date(2027, 1, 15),
        gate=Gate.ALL,
        profile="architect",
        plans=("plans/*/plan.md", "!plans/old/**"),
        rules={
            "no-kill-switch": RuleSetting(Severity.WARNING),
            "too-few-risks": RuleSetting(Severity.INFO, {"minimum": 2}),
            "invalid-status": RuleSetting(Severity.OFF),
        },
        adr_directory="docs/decisions",
        adr_template="docs/adr.md",
        comments=Comments(inline=3, sticky=True),
        waivers=Waivers(longest=90, never=("unfilled-placeholder",)),
        commands={"adr": ("write",), "fix": ("platform", "acme/sre"), "waive": ("maintain",)},
    )


def test_who_may_give_a_command_by_default() -> None:
    config = Config()
    assert {
        verb: config.who(verb) for verb in ("check", "adr", "fix", "waive", "unwaive", "explain", "risks", "help")
    } == {
        "check": ("anyone",),
        "adr": ("write",),
        "fix": ("write",),
        "waive": ("maintain",),
        "unwaive": ("maintain",),
        "explain": ("anyone",),
        "risks": ("anyone",),
        "help": ("anyone",),
    }
    assert config.who("deploy") == ()


def test_who_may_waive_is_said_in_one_of_two_places() -> None:
    allowed = read(b"waivers: {allow: [admin, acme/sre]}", "f.yml")
    assert (allowed.who("waive"), allowed.who("unwaive")) == (("admin", "acme/sre"),) * 2
    both = read(b"waivers: {allow: [write]}\ncommands: {waive: admin, unwaive: ['@acme/sre']}", "f.yml")
    assert (both.who("waive"), both.who("unwaive")) == (("admin",), ("acme/sre",))


@pytest.mark.parametrize("locked", ["commands", "commands.waive", "waivers", "waivers.allow"])
def test_who_locks_who_may_waive_has_locked_both_places(locked: str) -> None:
    organisation = read_layer(f"locked: [{locked}]".encode(), ".github", organisation=True)
    for text in ("commands: {waive: read}", "commands: {unwaive: read}", "waivers: {allow: [read]}"):
        config = effective(organisation, read_layer(text.encode(), "f.yml"))
        if not (locked == "commands.waive" and "unwaive" in text):
            assert (config.who("waive"), config.who("unwaive")) == (("maintain",), ("maintain",)), text


def test_who_may_read_can_be_narrowed() -> None:
    assert read(b"commands: {check: triage, risks: [sre]}", "f.yml").who("check") == ("triage",)


@pytest.mark.parametrize("text", [b"", b"# nothing yet\n", b"rules:\ncomments:\n"])
def test_a_file_that_sets_nothing_leaves_the_defaults(text: bytes) -> None:
    assert read(text, "f.yml") == Config()


def test_an_organisation_may_lock_keys_and_choose_repositories() -> None:
    layer = read_layer(EVERYTHING + FOR_ORGANISATIONS, ".github", organisation=True)
    assert layer.locked == ("mode", "rules.no-kill-switch")
    assert layer.settings["repositories.exclude"].value == ("sandbox-*",)


def test_a_repository_may_not() -> None:
    assert mistakes(FOR_ORGANISATIONS) == [
        'f.yml:1:1: "locked" can stand only in the organisation\'s own file',
        'f.yml:2:1: "repositories" can stand only in the organisation\'s own file',
    ]


def test_comments_off_is_no_comments_at_all() -> None:
    assert read(b"comments: off\n", "f.yml").comments == Comments(inline=0, sticky=False)


def test_an_option_alone_leaves_the_severity_to_the_rule() -> None:
    assert read(b"rules: {too-few-risks: {minimum: 2}}", "f.yml").rules == {
        "too-few-risks": RuleSetting(None, {"minimum": 2})
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mod: off", 'f.yml:1:1: unknown key "mod"; did you mean "mode"?'),
        ("adr: {directry: x}", 'f.yml:1:7: unknown key "directry"; did you mean "directory"?'),
        ("waivers: {zz: 1}", 'f.yml:1:11: unknown key "zz"; the keys here are allow, longest, never, by_author'),
        ("mode: of", 'f.yml:1:7: expected one of off, advisory, enforce, not "of"; did you mean "off"?'),
        ("mode: false", "f.yml:1:7: expected one of off, advisory, enforce, not false"),
        ("mode:", "f.yml:1:6: expected one of off, advisory, enforce, not nothing"),
        ("gate: [new]", "f.yml:1:7: expected one of new, all, not a list"),
        ("profile: architekt", 'did you mean "architect"?'),
        ("enforce_from: 2027-13-45", "f.yml:1:15: there is no such day as 2027-13-45"),
        ("enforce_from: soon", 'f.yml:1:15: expected a date such as 2027-01-15, not "soon"'),
        ("plans: specs/*/plan.md", 'f.yml:1:8: expected a list, not "specs/*/plan.md"'),
        ("plans: []", "f.yml:1:8: expected at least one entry"),
        ("plans: [/etc/**]", "f.yml:1:9: a glob is relative to the repository"),
        ("plans: [3]", "f.yml:1:9: expected a text, not 3"),
        ("rules: [no-kill-switch]", "f.yml:1:8: expected rules by name, not a list"),
        ("rules: {no-kil-switch: error}", 'there is no rule "no-kil-switch"; did you mean "no-kill-switch"?'),
        ("rules: {no-kill-switch: on}", 'expected one of off, info, warning, error, not "on"'),
        ("rules: {too-few-risks: {minimun: 2}}", "f.yml:1:25: too-few-risks has no option 'minimun'"),
        ("rules: {too-few-risks: {minimum: two}}", "f.yml:1:25: too-few-risks: minimum must be a whole number"),
        ("rules: {too-few-risks: {minimum: {a: 1}}}", "f.yml:1:25: too-few-risks: minimum must be a whole number"),
        ("rules: {unreadable-plan: off}", "f.yml:1:26: unreadable-plan cannot be off"),
        ("adr: {directory: ../../etc}", "f.yml:1:18: expected a path inside the repository"),
        ("adr: {template: /etc/passwd}", "f.yml:1:17: expected a path inside the repository"),
        ("adr: {directory: .}", "f.yml:1:18: expected a path inside the repository such as docs/adr"),
        ("adr: {directory: ./}", "f.yml:1:18: expected a path inside the repository"),
        ("adr: {directory: docs//adr}", "f.yml:1:18: expected a path inside the repository"),
        ("adr: {directory: docs/./adr}", "f.yml:1:18: expected a path inside the repository"),
        ("adr: history/adr", 'f.yml:1:6: expected adr with directory, template, not "history/adr"'),
        ("comments: on", "f.yml:1:11: expected comments with inline, sticky"),
        ("comments: {inline: 11}", "f.yml:1:20: expected a whole number from 0 to 10, not 11"),
        ("comments: {inline: true}", "f.yml:1:20: expected a whole number from 0 to 10, not true"),
        ("comments: {sticky: yes}", 'f.yml:1:20: expected true or false, not "yes"'),
        ("commands: {adr: writer}", 'did you mean "write"?'),
        ("commands: {fix: anyone}", "f.yml:1:17: expected one of read, triage, write, maintain, admin"),
        ("commands: {fix: [write, anyone]}", "f.yml:1:25: anyone stands alone, not in a list"),
        ("commands: {deploy: write}", 'f.yml:1:12: unknown key "deploy"'),
        ("waivers: {longest: 90}", "f.yml:1:20: expected a number of days such as 90d, not 90"),
        ("waivers: {never: [secret]}", "f.yml:1:19: expected one of"),
        ("- mode: off", "f.yml:1:1: expected keys such as mode, enforce_from, gate, not a list"),
        ("off", 'f.yml:1:1: expected keys such as mode, enforce_from, gate, not "off"'),
    ],
)
def test_a_mistake_is_told_where_it_stands_with_what_was_expected(text: str, expected: str) -> None:
    (mistake,) = mistakes(text)
    assert expected in mistake


def test_all_mistakes_are_told_at_once_in_the_order_of_lines() -> None:
    text = "mode: on\nmode: off\nplans: [a, 1]\nrules:\n  x: error\n  no-kill-switch: loud\nnew: 1\n"
    assert [each.split(": ")[0] for each in mistakes(text)] == [
        *("f.yml:1:7", "f.yml:2:1", "f.yml:3:12", "f.yml:5:3", "f.yml:6:19", "f.yml:7:1"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extends: platform/plan-standard", "f.yml:1:1: extends is not supported yet"),
    ],
)
def test_what_nothing_obeys_yet_is_refused_not_ignored(text: str, expected: str) -> None:
    (mistake,) = mistakes(text)
    assert expected in mistake


def test_declared_rules_are_obeyed() -> None:
    text = r"""
custom:
  - {name: house-words, severity: warning, forbid: "(?i)blazing fast", message: say how fast}
  - {name: threat-model, severity: error, require_heading: Threat model}
  - {name: data-class, severity: error, require_label: Data class, values: [public, internal], within: Security}
  - {name: reviewed, severity: info, require: 'Reviewed by @\w+'}
"""
    assert read(text.encode(), "f.yml").custom == (
        Custom("house-words", Severity.WARNING, "say how fast", forbid="(?i)blazing fast"),
        Custom("threat-model", Severity.ERROR, heading="Threat model"),
        Custom("data-class", Severity.ERROR, label="Data class", values=("public", "internal"), within="Security"),
        Custom("reviewed", Severity.INFO, demand=r"Reviewed by @\w+"),
    )


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (
            "[{name: w, severty: error, forbid: '('}]",
            [
                'f.yml:1:10: "severity" is missing here',
                'f.yml:1:20: unknown key "severty"; did you mean "severity"?',
                "f.yml:1:44: not a regular expression of RE2: missing ): (",
            ],
        ),
        (
            "[{name: House, severity: error, forbid: x}]",
            ['f.yml:1:17: expected a name in lower case with hyphens such as house-words, not "House"'],
        ),
        (
            "[{name: no-kill-switch, severity: error, forbid: x}]",
            ['f.yml:1:17: there is a rule "no-kill-switch" already: give yours another name'],
        ),
        (
            "[{name: a, severity: error, forbid: x}, {name: a, severity: error, require: x}]",
            ['f.yml:1:49: there are two rules "a"'],
        ),
        (
            "[{name: a, severity: error}]",
            ["f.yml:1:10: expected exactly one of forbid, require, require_heading, require_label"],
        ),
        (
            "[{name: a, severity: error, forbid: x, require: y}]",
            [
                "f.yml:1:10: expected exactly one of forbid, require, require_heading, require_label, not forbid, require"
            ],
        ),
        (
            "[{name: a, severity: error, forbid: x, values: [y]}]",
            ['f.yml:1:10: "values" says what a label may hold, so it goes with require_label'],
        ),
        (
            "[" + "{name: a, severity: error, forbid: x}," * 101 + "]",
            ["f.yml:1:9: expected at most 100 rules, not 101"],
        ),
    ],
)
def test_a_mistake_in_a_declared_rule_is_told_at_its_place(entries: str, expected: list[str]) -> None:
    assert mistakes(f"custom: {entries}\n") == expected


@pytest.mark.parametrize("pattern", ["(" * 5000, "(?=a)", "(a{1000}){1000}", "[z-a]"])
def test_an_expression_that_re2_cannot_hold_is_a_mistake_like_any_other(pattern: str) -> None:
    told = mistakes(f"custom:\n  - {{name: w, severity: error, forbid: '{pattern}'}}\n")
    assert told[0].startswith("f.yml:2:40: not a regular expression of RE2: ")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("rules.no-kil-switch", 'did you mean "rules.no-kill-switch"?'),
        ("moed", 'did you mean "mode"?'),
        ("adr.nothing", "no setting is called"),
        ("rules.no-kill-switch.severty", 'did you mean "rules.no-kill-switch.severity"?'),
        ("rules.too-few-risks.minimum.x", "no setting is called"),
        ("locked", "no setting is called"),
    ],
)
def test_a_locked_key_must_exist(key: str, expected: str) -> None:
    (mistake,) = mistakes(f"locked: [{key}]", organisation=True)
    assert expected in mistake


@pytest.mark.parametrize(
    "key",
    ["mode", "rules", "rules.no-kill-switch", "rules.too-few-risks.minimum", "rules.too-few-risks.severity", "adr"],
)
def test_a_key_or_what_stands_before_its_dot_can_be_locked(key: str) -> None:
    assert read_layer(f"locked: [{key}]".encode(), "f.yml", organisation=True).locked == (key,)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_bytes_give_a_config_or_mistakes_with_a_place(data: bytes) -> None:
    check_read(data)


TOKENS = (
    *(
        "mode",
        "rules",
        "no-kill-switch",
        "plans",
        "locked",
        "off",
        "3",
        "1e9",
        "~",
        "<<",
        "&a",
        "*a",
        "!t",
        "é",
        "0" * 30,
    ),
    *(": ", "\n", "\n  ", "- ", "[", "]", "{", "}", ", ", '"', "'", "|", ">", "#", "?", "%", "@", "`", "---", "..."),
    *("\t", "\r", "\x00", "\x85", "\u2028", "\ufeff", "\ufffe", "\\x", "\\uD800", '"\\U0011FFFF"'),
)


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@given(tokens=st.lists(st.sampled_from(TOKENS), max_size=25))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_heap_of_yaml_gives_a_config_or_mistakes_with_a_place(loader: type, tokens: list[str]) -> None:
    """Of both parsers: a machine without libyaml has the one in Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings_yaml, "LOADER", loader)
        check_read("".join(tokens).encode())


WORDS = [
    *KEYS,
    "rules",
    "no-kill-switch",
    "too-few-risks",
    "minimum",
    "severity",
    "off",
    "error",
    "~",
    "3",
    "2027-02-30",
    "'",
]


def shapes(depth: int) -> st.SearchStrategy[object]:
    """Return words in lists and mappings, nested up to `depth` deep."""
    if depth == 0:
        return st.sampled_from(WORDS)
    inner = shapes(depth - 1)
    return inner | st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)


def flow(shape: object) -> str:
    if isinstance(shape, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in shape.items()) + "}"
    if isinstance(shape, list):
        return "[" + ", ".join(map(flow, shape)) + "]"
    return str(shape)


@given(shape=st.dictionaries(st.sampled_from(WORDS), shapes(2), max_size=4), organisation=st.booleans())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_shape_gives_a_config_or_mistakes_with_a_place(shape: object, *, organisation: bool) -> None:
    check_read(flow(shape).encode(), organisation=organisation)


def check_read(data: bytes, *, organisation: bool = False) -> None:
    errors: tuple[ConfigError, ...] = ()
    layer = None
    try:
        layer = read_layer(data, "f.yml", organisation=organisation)
    except ConfigErrors as refused:
        errors = refused.errors
    assert (layer is None) is bool(errors)
    assert all(error.line >= 1 and error.column >= 1 and error.message for error in errors)
