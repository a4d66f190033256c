"""What is gathered for a plan, and where things are looked up."""

from rules.repository import Repository, adr_directories, project_roots, template_for, wanted


def test_roots_are_the_directories_above_that_hold_no_features() -> None:
    assert project_roots("specs/001-pay/plan.md") == ("",)
    assert project_roots("apps/web/specs/001-pay/plan.md") == ("apps/web", "apps", "")
    assert project_roots("apps/specs/plan.md") == ("apps", "")
    assert project_roots("plan.md") == ("",)


def test_the_nearest_template_wins_and_overrides_come_first() -> None:
    path = "apps/web/specs/001-pay/plan.md"
    files = {
        ".specify/templates/plan-template.md": b"root",
        "apps/web/.specify/templates/plan-template.md": b"web",
        "apps/web/.specify/templates/overrides/plan-template.md": b"override",
    }

    assert template_for(Repository(base_files=files), path) == b"override"
    assert template_for(Repository(base_files=dict(list(files.items())[:2])), path) == b"web"
    assert template_for(Repository(base_files=dict(list(files.items())[:1])), path) == b"root"
    assert template_for(Repository(files=files), path) is None


def test_everything_that_is_looked_up_is_wanted_once() -> None:
    paths = ("specs/001-pay/plan.md", "specs/002-mail/plan.md")
    gathered = wanted(paths, "docs/decisions")

    for path in paths:
        assert set(adr_directories(path, "docs/decisions")) <= set(gathered.directories)
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
