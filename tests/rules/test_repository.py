"""What is gathered for a plan, and where things are looked up."""

import posixpath

from rules.repository import Repository, adr_directories, ancestors, likely_roots, project_root, wanted
from rules.templates import template_for

PLAN = "apps/web/specs/001-pay/plan.md"
SPECIFY = frozenset({".specify", "specs"})


def test_a_plan_is_in_every_directory_above_it() -> None:
    assert ancestors(PLAN) == ("apps/web/specs/001-pay", "apps/web/specs", "apps/web", "apps", "")
    assert ancestors("plan.md") == ("",)


def test_the_nearest_directory_with_specify_is_the_projects_root() -> None:
    assert project_root(Repository({"": SPECIFY, "apps/web": SPECIFY}), PLAN) == "apps/web"
    assert project_root(Repository({"": SPECIFY, "apps": SPECIFY, "apps/web": frozenset()}), PLAN) == "apps"
    assert project_root(Repository({"apps/other": SPECIFY}), PLAN) == ""
    assert project_root(Repository({"": SPECIFY}), ".specify/specs/001-pay/plan.md") == ""
    assert project_root(Repository(), PLAN) == ""


def test_records_are_looked_for_beside_the_plan_and_in_its_project_only() -> None:
    found = adr_directories(Repository({"": SPECIFY, "apps/web": SPECIFY}), PLAN, "history/adr")
    assert found[:3] == ("apps/web/specs/001-pay/decisions", "apps/web/specs/001-pay/adr", "apps/web/history/adr")
    assert all(each.startswith("apps/web/") for each in found)
    assert len(set(found)) == len(found)


def test_the_template_is_the_projects_and_overrides_come_first() -> None:
    files = {
        ".specify/templates/plan-template.md": b"root",
        "apps/web/.specify/templates/plan-template.md": b"web",
        "apps/web/.specify/templates/overrides/plan-template.md": b"override",
    }

    web, root = {"": SPECIFY, "apps/web": SPECIFY}, {"": SPECIFY}
    assert template_for(Repository(web, base_files=files), PLAN) == b"override"
    assert template_for(Repository(web, base_files=dict(list(files.items())[:2])), PLAN) == b"web"
    assert template_for(Repository(web, base_files=dict(list(files.items())[:1])), PLAN) is None
    assert template_for(Repository(root, base_files=files), PLAN) == b"root"
    assert template_for(Repository(root, files=files), PLAN) is None


def test_everything_that_is_looked_up_is_wanted_once() -> None:
    paths = ("specs/001-pay/plan.md", "specs/002-mail/plan.md")
    gathered = wanted(paths, "docs/decisions")

    for path in (*paths, PLAN):
        asked = wanted((path,), "docs/decisions")
        for root in likely_roots(ancestors(path)[1:]):
            project = Repository({root: SPECIFY})
            assert set(adr_directories(project, path, "docs/decisions")) <= set(asked.directories)
            assert posixpath.join(root, ".specify/templates/plan-template.md") in asked.base_files
    assert len(set(gathered.directories)) == len(gathered.directories)
    assert "specs/001-pay" in gathered.directories
    assert "specs/002-mail/research.md" in gathered.files
    assert ".specify/templates/overrides/plan-template.md" in gathered.base_files
    assert gathered.directories.count("docs/decisions") == 1


def test_a_path_exists_only_where_its_directory_was_looked_at() -> None:
    repository = Repository(directories={"history/adr": frozenset({"0001-a.md"})}, files={"specs/spec.md": b""})

    assert repository.exists("history/adr/0001-a.md") is True
    assert repository.exists("history/adr/0002-b.md") is False
    assert repository.exists("docs/adr/0001-a.md") is None
    assert repository.exists("specs/spec.md") is True
