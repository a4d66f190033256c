"""Files and directories at given revisions: one request, every byte proved."""

import base64
from collections.abc import Mapping
from typing import Any

import pytest

from bot.github.errors import Denied, GitHubError, Gone, Refused, Unreachable
from bot.github.port import Blob, Change, ChangedFile, ContentRequest, Entry, GitHub, OpenPull
from tests.github.conftest import REPOSITORY
from tests.github.pull_answer import BASE, HEAD, blob
from tests.github.script import Say, Script, graphql

PLAN = "specs/a/plan.md"
FILE, LINK, SUBMODULE, DIRECTORY = 0o100644, 0o120000, 0o160000, 0o040000


def tree(**modes: int) -> dict[str, Any]:
    """Return a directory; a double underscore in a name stands for its dot."""
    entries = [{"name": name.replace("__", "."), "mode": mode, "oid": f"oid-{name}"} for name, mode in modes.items()]
    return {"entries": entries}


def found(**objects: Any) -> Say:
    return graphql({"repository": objects})


def rest_blob(raw: bytes) -> Say:
    return Say({"content": base64.encodebytes(raw).decode(), "encoding": "base64", "size": len(raw)})


async def read(client: GitHub, *files: str, largest: int = 1_048_576) -> Mapping[tuple[str, str], Blob | None]:
    wants = ContentRequest(files=[(HEAD, path) for path in files], largest=largest)
    return (await client.contents(REPOSITORY, wants)).files


async def test_twenty_plans_at_both_sides_with_their_surroundings_are_one_request(
    script: Script, client: GitHub
) -> None:
    files = [(side, f"specs/{number:03}/plan.md") for number in range(20) for side in (BASE, HEAD)]
    files += [(BASE, ".specify/memory/constitution.md"), (BASE, ".specify/templates/plan-template.md")]
    directories = [(HEAD, "history/adr"), (HEAD, "specs"), *((HEAD, f"specs/{n:03}") for n in range(20))]
    objects: dict[str, Any] = {f"b{index}": blob(f"plan {index}") for index in range(len(files))}
    objects |= {f"t{index}": tree(plan__md=FILE) for index in range(len(files) + len(directories))}
    script.queue(found(**objects))
    contents = await client.contents(REPOSITORY, ContentRequest(files, directories))
    assert [contents.files[place].data for place in files if contents.files[place]] == [  # type: ignore[union-attr] # filtered
        f"plan {index}".encode() for index in range(len(files))
    ]
    assert set(contents.directories) == set(directories)
    variables = script.heard[0].variables
    assert {variables[name] for name in variables if name[0] == "b"} == {f"{side}:{path}" for side, path in files}
    assert f"{HEAD}:history/adr" in variables.values()
    assert f"{BASE}:.specify/memory" in variables.values()


async def test_a_file_and_the_directories_around_it(script: Script, client: GitHub) -> None:
    script.queue(found(b0=blob("# Plan"), t0=tree(plan__md=FILE), t1=tree(plan__md=0o100755, a=DIRECTORY), t2={}))
    wants = ContentRequest([(HEAD, "plan.md")], [(HEAD, "specs/a"), (HEAD, ""), (HEAD, "gone/")])
    contents = await client.contents(REPOSITORY, wants)
    assert list(script.heard[0].variables.values())[2:] == [
        f"{HEAD}:plan.md",
        f"{HEAD}:specs/a",
        f"{HEAD}:",
        f"{HEAD}:gone",
    ]
    plan = contents.files[HEAD, "plan.md"]
    assert plan == Blob("plan.md", blob("# Plan")["oid"], 6, "100755", b"# Plan")
    assert contents.directories == {
        (HEAD, "specs/a"): (Entry("plan.md", "100644", "oid-plan__md"),),
        (HEAD, ""): (Entry("plan.md", "100755", "oid-plan__md"), Entry("a", "040000", "oid-a")),
        (HEAD, "gone/"): (),
    }


async def test_the_texts_of_a_directory_come_with_it(script: Script, client: GitHub) -> None:
    """A text that is not whole is left out, not read again: nobody asked for that file by name."""
    around = tree(one__md=FILE, link__md=LINK, cut__md=FILE, large__md=FILE, data__txt=FILE, folder__md=DIRECTORY)
    objects: tuple[dict[str, Any], ...] = (
        blob("one"),
        blob("/etc"),
        blob("whole", text="who"),
        blob("x" * 20),
        blob("data"),
        {},
    )
    for entry, node in zip(around["entries"], objects, strict=True):
        entry["object"] = node
    script.queue(found(t0=tree(a__md=FILE), t1=around))
    places = [(HEAD, "docs"), (HEAD, "docs/adr")]
    contents = await client.contents(REPOSITORY, ContentRequest((), places, 10, texts_of=[places[1]]))
    assert {path: blob and blob.data for (_, path), blob in contents.files.items()} == {"docs/adr/one.md": b"one"}
    assert [entry.name for entry in contents.directories[HEAD, "docs"]] == ["a.md"]
    document = script.heard[0].body["query"]
    assert document.count("object {") == 1


async def test_texts_of_directories_are_given_up_first_when_it_is_too_much(script: Script, client: GitHub) -> None:
    costly = graphql(None, {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "too much"})
    script.queue(costly, found(t0=tree(one__md=FILE)))
    place = (HEAD, "docs/adr")
    contents = await client.contents(REPOSITORY, ContentRequest((), [place], texts_of=[place]))
    assert contents.files == {}
    assert [entry.name for entry in contents.directories[place]] == ["one.md"]


async def test_what_other_pull_requests_change_comes_along(script: Script, client: GitHub) -> None:
    node = {"path": "docs/adr/0002-b.md", "changeType": "ADDED"}
    pulls = [{"number": 7, "files": {"nodes": [node]}}, None, {"number": 3, "files": None}]
    script.queue(found(t0=tree(), pullRequests={"nodes": pulls}))
    contents = await client.contents(REPOSITORY, ContentRequest((), [(HEAD, "docs")], open_pulls=True))
    assert contents.open_pulls == (OpenPull(7, (ChangedFile("docs/adr/0002-b.md", Change.ADDED),)), OpenPull(3, ()))
    script.queue(found(t0=tree()))
    assert (await client.contents(REPOSITORY, ContentRequest((), [(HEAD, "docs")]))).open_pulls is None


async def test_nothing_wanted_is_nothing_asked(script: Script, client: GitHub) -> None:
    contents = await client.contents(REPOSITORY, ContentRequest())
    assert (contents.files, contents.directories, script.heard) == ({}, {}, [])


@pytest.mark.parametrize(
    "text",
    ["", "plain", "umlaut ä, emoji \U0001f525", "a\r\nb\r", "\ufeffBOM", "NUL \0"],
    ids=["empty", "ascii", "unicode", "line ends", "BOM", "NUL"],
)
async def test_text_comes_as_its_bytes(script: Script, client: GitHub, text: str) -> None:
    script.queue(found(b0=blob(text), t0=tree(plan__md=FILE)))
    files = await read(client, PLAN)
    plan = files[HEAD, PLAN]
    assert plan is not None
    assert plan.data == text.encode()


@pytest.mark.parametrize(
    ("raw", "changes"),
    [
        pytest.param(b"x" * 600_000, {"text": "x" * 512_000, "isTruncated": True}, id="cut and said so"),
        pytest.param(b"x" * 600_000, {"text": "x" * 512_000}, id="cut in silence"),
        pytest.param(b"\x89PNG\0", {"text": None, "isBinary": True}, id="binary"),
        pytest.param(b"caf\xe9", {}, id="not UTF-8"),
        pytest.param(b"a\r\nb", {"text": "a\nb"}, id="line ends changed"),
        pytest.param("\ufeffa".encode(), {"text": "a"}, id="BOM taken away"),
        pytest.param(b"same length", {"text": "some length"}, id="same length, other text"),
    ],
)
async def test_text_that_is_not_the_whole_truth_is_read_again(
    script: Script, client: GitHub, raw: bytes, changes: dict[str, Any]
) -> None:
    node = blob(raw, **changes)
    script.queue(found(b0=node, t0=tree(plan__md=FILE)), rest_blob(raw))
    files = await read(client, PLAN)
    assert files[HEAD, PLAN] == Blob(PLAN, node["oid"], len(raw), "100644", raw)
    assert script.paths()[1:] == [f"GET /repos/octo/shop/git/blobs/{node['oid']}"]


@pytest.mark.parametrize(
    "answer",
    [rest_blob(b"half"), Say({"content": "not base64!"}), Say({"encoding": "none"}), Say([])],
    ids=["other bytes", "not base64", "no content", "a list"],
)
async def test_a_file_that_comes_incomplete_is_not_judged(script: Script, client: GitHub, answer: Say) -> None:
    script.queue(found(b0=blob(b"\xff whole"), t0=tree(plan__md=FILE)), answer)
    with pytest.raises(Unreachable):
        await read(client, PLAN)


@pytest.mark.parametrize(("largest", "data"), [(5, b"12345"), (4, None)])
async def test_a_file_above_the_size_asked_for_is_not_read(
    script: Script, client: GitHub, largest: int, data: bytes | None
) -> None:
    script.queue(found(b0=blob("12345"), t0=tree(plan__md=FILE)))
    files = await read(client, PLAN, largest=largest)
    plan = files[HEAD, PLAN]
    assert plan is not None
    assert (plan.size, plan.data) == (5, data)


async def test_links_submodules_directories_and_nothing(script: Script, client: GitHub) -> None:
    """A link's blob holds its target, which is not the file; nobody follows it."""
    around = tree(link__md=LINK, module=SUBMODULE, folder=DIRECTORY)
    script.queue(found(b0=blob("/etc/passwd"), b1=None, b2={}, b3=None, t0=around))
    files = await read(client, "link.md", "module", "folder", "gone.md")
    assert list(files.values()) == [
        Blob("link.md", blob("/etc/passwd")["oid"], 11, "120000", None),
        Blob("module", "oid-module", 0, "160000", None),
        None,
        None,
    ]


async def test_more_than_one_request_can_hold_comes_in_several(script: Script, client: GitHub) -> None:
    files = [f"{number:03}/plan.md" for number in range(600)]
    script.queue(
        *(
            found(
                **{f"b{index}": blob(f"{start + index}") for index in range(300)}, **{f"t{n}": {} for n in range(300)}
            )
            for start in range(0, 600, 300)
        )
    )
    answer = await read(client, *files)
    assert list(answer) == [(HEAD, path) for path in files]
    assert [plan.data for plan in answer.values() if plan] == [f"{number}".encode() for number in range(600)]


async def test_a_request_that_costs_github_too_much_is_halved(script: Script, client: GitHub) -> None:
    costly = graphql(None, {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "too much"})
    script.queue(costly, found(b0=blob("one"), t0={}), found(b0=blob("two"), t0={}))
    answer = await read(client, "1.md", "2.md")
    assert [plan.data for plan in answer.values() if plan] == [b"one", b"two"]


async def test_a_file_and_a_directory_are_halved_too_and_one_alone_gives_up(script: Script, client: GitHub) -> None:
    costly = graphql(None, {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "too much"})
    script.queue(costly, costly)
    with pytest.raises(Refused, match="too much"):
        await client.contents(REPOSITORY, ContentRequest([(HEAD, "a/b.md")], [(HEAD, "c")]))
    wanted = [{name for name in heard.variables if name[0] in "bt"} for heard in script.heard]
    assert wanted == [{"b0", "t0", "t1"}, {"b0", "t0"}]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(
            graphql({"repository": None}, {"type": "NOT_FOUND", "path": ["repository"], "message": "x"}),
            Gone,
            id="gone",
        ),
        pytest.param(
            graphql({"repository": {}}, {"type": "FORBIDDEN", "path": ["repository", "b0"], "message": "x"}),
            Denied,
            id="denied",
        ),
        pytest.param(
            graphql({"repository": {"b0": None, "t0": None}}, {"path": ["repository", "b0"], "message": "timeout"}),
            Unreachable,
            id="a fault is not an absence",
        ),
        pytest.param(Say({}, status=502), Unreachable, id="502"),
        pytest.param(graphql({"repository": {}}), Unreachable, id="aliases missing"),
    ],
)
async def test_a_failed_look_up_is_not_an_absent_file(
    script: Script, client: GitHub, answer: Say, kind: type[GitHubError]
) -> None:
    script.queue(answer)
    with pytest.raises(kind):
        await read(client, PLAN)


async def test_a_revision_that_is_not_there_has_no_files(script: Script, client: GitHub) -> None:
    error = {"type": "NOT_FOUND", "path": ["repository", "b0"], "message": "x"}
    script.queue(graphql({"repository": {"b0": None, "t0": None}}, error))
    assert await read(client, PLAN) == {(HEAD, PLAN): None}
