"""One configuration out of several files: defaults < organisation < repository < the organisation's locked keys."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from rules.config import Comments, Config, Custom, Gate, Mode, RuleSetting, Waivers
from rules.finding import Severity
from rules.globs import matches

LOCKED_ALONG: Mapping[str, tuple[str, ...]] = {
    "mode": ("enforce_from",),
    "waivers": ("commands.waive", "commands.unwaive"),
    "waivers.allow": ("commands.waive", "commands.unwaive"),
    "commands": ("waivers.allow",),
    "commands.waive": ("commands.unwaive", "waivers.allow"),
}
"""What else is locked, because it says the same: a later `enforce_from` makes `mode: enforce` advisory, and both
`waivers.allow` and `commands.waive` say who may waive."""


class Setting(NamedTuple):
    """The value of one key and where it was written (1-based)."""

    value: Any
    path: str
    line: int
    column: int


class Layer(NamedTuple):
    """What one file sets. Keys are dotted down to the single value: "mode", "adr.directory", "rules.too-few-risks.minimum".

    `locked`: keys, or parts of keys in front of a dot, that lower files cannot set.
    """

    path: str
    settings: Mapping[str, Setting] = {}
    locked: tuple[str, ...] = ()

    def locks(self, key: str) -> bool:
        """Return whether this file keeps a lower one from setting the key."""
        locked = {*self.locked, *(also for each in self.locked for also in LOCKED_ALONG.get(each, ()))}
        return any(key == each or key.startswith(each + ".") for each in locked)


def merge(organisation: Layer | None, repository: Layer | None) -> dict[str, Setting]:
    """Return the setting in force for each key that some file sets, with its origin."""
    merged = dict(organisation.settings) if organisation else {}
    for key, setting in (repository.settings if repository else {}).items():
        if not (organisation and organisation.locks(key)):
            merged[key] = setting
    return merged


def effective(organisation: Layer | None, repository: Layer | None, *, name: str | None = None) -> Config:
    """Return the configuration that the files make together; without any, the defaults.

    `name` is the repository's, without its owner; an organisation that chooses repositories by name needs it, and one
    that it leaves out has the mode `off`. Raise `ValueError` when it is needed and None.
    """
    settings = merge(organisation, repository)
    config = from_settings({key: setting.value for key, setting in settings.items()})
    return config if organisation is None or covers(organisation, name) else config._replace(mode=Mode.OFF)


def covers(organisation: Layer, name: str | None) -> bool:
    """Return whether the organisation's `repositories` take in the repository of that name (in any case, as GitHub's)."""
    include, exclude = (organisation.settings.get(f"repositories.{which}") for which in ("include", "exclude"))
    if include is None and exclude is None:
        return True
    if name is None:
        raise ValueError("the organisation chooses repositories by name, so the repository's name is needed")
    name = name.lower()
    included = include is None or matches(name, [glob.lower() for glob in include.value])
    return included and not (exclude is not None and matches(name, [glob.lower() for glob in exclude.value]))


def from_settings(values: Mapping[str, Any]) -> Config:
    default = Config()
    return Config(
        mode=Mode(values.get("mode", default.mode)),
        enforce_from=values.get("enforce_from"),
        gate=Gate(values.get("gate", default.gate)),
        profile=values.get("profile", default.profile),
        plans=values.get("plans", default.plans),
        rules=rule_settings(values),
        adr_directory=values.get("adr.directory", default.adr_directory),
        adr_template=values.get("adr.template", default.adr_template),
        comments=Comments(
            inline=values.get("comments.inline", default.comments.inline),
            sticky=values.get("comments.sticky", default.comments.sticky),
        ),
        waivers=Waivers(
            **{name: values.get(f"waivers.{name}", value) for name, value in default.waivers._asdict().items()}
        ),
        custom=tuple(Custom(**each) for each in values.get("custom", ())),
        commands={
            key.removeprefix("commands."): value if isinstance(value, tuple) else (value,)
            for key, value in values.items()
            if key.startswith("commands.")
        },
    )


def rule_settings(values: Mapping[str, Any]) -> dict[str, RuleSetting]:
    severities: dict[str, Severity | None] = {}
    options: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        if not key.startswith("rules."):
            continue
        _, rule, option = key.split(".", 2)
        severities.setdefault(rule, None)
        if option == "severity":
            severities[rule] = Severity(value)
        else:
            options.setdefault(rule, {})[option] = value
    return {rule: RuleSetting(severity, options.get(rule, {})) for rule, severity in severities.items()}
