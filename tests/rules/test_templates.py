"""Which template a plan is measured by, in the order that spec-kit documents."""

import json
from typing import Any

import pytest

from rules.repository import Repository
from rules.templates import Declared, declaration, resolved_template, template_files, template_for

CORE = ".specify/templates/plan-template.md"
OVERRIDE = ".specify/templates/overrides/plan-template.md"
PRESETS = ".specify/presets"
PLAN = "specs/001-pay/plan.md"


def registry(kind: str = "presets", **entries: object) -> dict[str, bytes]:
    named = {name.replace("_", "-"): entry for name, entry in entries.items()}
    return {f".specify/{kind}/.registry": json.dumps({"schema_version": "1.0", kind: named}).encode()}


def preset(name: str, text: str, strategy: str = "", file: str = "templates/plan-template.md") -> dict[str, bytes]:
    manifest = f"""
preset:
  id: "{name}"
provides:
  templates:
    - type: "command"
      name: "plan-template"
      strategy: "wrap"
    - type: "template"
      name: "plan-template"
      file: "{file}"   # where it is
      strategy: {strategy}
    - type: "template"
      name: "tasks-template"
      strategy: "append"
"""
    return {f"{PRESETS}/{name}/{file}": text.encode()} | (
        {f"{PRESETS}/{name}/preset.yml": manifest.encode()} if strategy else {}
    )


def test_the_order_is_overrides_presets_extensions_own() -> None:
    files = {
        CORE: b"core",
        **registry("extensions", jira={"priority": 5}, far={"priority": 9}),
        ".specify/extensions/jira/templates/plan-template.md": b"extension",
        ".specify/extensions/far/templates/plan-template.md": b"far",
        **registry(strict={}, lean={"priority": 3}, off={"priority": 1, "enabled": False}),
        **preset("strict", "strict"),
        **preset("lean", "lean"),
        **preset("off", "off"),
        OVERRIDE: b"override",
    }
    for gone, found in (
        ("", b"override"),
        (OVERRIDE, b"lean"),
        (f"{PRESETS}/lean/templates/plan-template.md", b"strict"),
        (f"{PRESETS}/strict/templates/plan-template.md", b"extension"),
        (".specify/extensions/jira/templates/plan-template.md", b"far"),
        (".specify/extensions/.registry", b"core"),
        (CORE, None),
    ):
        files.pop(gone, None)
        assert resolved_template("", files) == found


def test_presets_of_one_priority_come_by_name_and_may_keep_the_template_at_their_top() -> None:
    files = registry(b={}, a={}) | {f"{PRESETS}/a/plan-template.md": b"a", f"{PRESETS}/b/plan-template.md": b"b"}
    assert resolved_template("", files) == b"a"


def test_presets_add_to_what_comes_after_them() -> None:
    files = {
        CORE: b"core",
        **registry(first={"priority": 1}, second={"priority": 2}, third={"priority": 3}),
        **preset("first", "before", "prepend"),
        **preset("second", "<{CORE_TEMPLATE}>", "'wrap'"),
        **preset("third", "after", "append", "templates/plan-addendum.md"),
    }
    assert resolved_template("", files) == b"before\n\n<core\n\nafter>"


def test_what_adds_to_nothing_is_all_that_there_is() -> None:
    assert resolved_template("", registry(a={}) | preset("a", "added", "append")) == b"added"


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"presets": []}', b'{"presets": {"a": 1}}', b"\xff", b"[" * 100_000],
    ids=lambda data: repr(data[:20]),
)
def test_a_registry_that_cannot_be_read_lists_nothing(data: bytes) -> None:
    files = {CORE: b"core", f"{PRESETS}/.registry": data, f"{PRESETS}/a/templates/plan-template.md": b"a"}
    assert resolved_template("", files) == b"core"


def test_names_and_files_do_not_lead_out_of_the_preset() -> None:
    entries: dict[str, Any] = {"../../x": {}, "A": {}, "a": {"priority": True}}
    odd = registry("presets", **entries)
    assert all(".." not in path and "/A/" not in path for path in template_files("", odd))
    files = odd | preset("a", "a", "append") | {"secret.md": b"secret", CORE: b"core"}
    files[f"{PRESETS}/a/preset.yml"] = files[f"{PRESETS}/a/preset.yml"].replace(b"templates/plan", b"../../../secret")
    assert "secret.md" not in template_files("", files)


def test_whoever_gathers_asks_until_nothing_is_new() -> None:
    files = registry(a={}) | preset("a", "a", "append", "templates/addendum.md")
    known = {path: data for path, data in files.items() if path.endswith(".registry")}
    assert f"{PRESETS}/a/preset.yml" in template_files("", known)
    known |= {path: data for path, data in files.items() if path.endswith("preset.yml")}
    assert f"{PRESETS}/a/templates/addendum.md" in template_files("", known)
    assert template_files("apps/web", {}) == (f"apps/web/{OVERRIDE}", f"apps/web/{CORE}")


def test_what_the_pull_request_makes_of_the_template_is_told_from_the_yardstick() -> None:
    base = {CORE: b"then", OVERRIDE: b"override"}
    seen = Repository(base_files=base, files={CORE: b"now"}, changed={CORE: "modified", OVERRIDE: "removed"})
    assert template_for(seen, PLAN) == b"override"
    assert template_for(seen, PLAN, at_head=True) == b"now"


@pytest.mark.parametrize("manifest", [b"", b"provides:", b"- name: plan-template\n  strategy: [x]\n", b"- " * 100_000])
def test_a_manifest_that_says_nothing_means_the_whole_template(manifest: bytes) -> None:
    assert declaration(manifest) == Declared()
