"""Which configuration decides, and what happens when one is broken."""

from tests.end_to_end.house import House
from tests.end_to_end.plans import CONFIG, FAULTY, PATH, RED
from tests.standin.model.repository import Repository
from tests.standin.server import StandIn

CONFIG_PATH = ".github/planwarden.yml"


async def test_the_configuration_of_the_base_branch_is_obeyed_not_the_heads(house: House, shop: Repository) -> None:
    weaker = f"{CONFIG}  no-kill-switch: off\n"
    pull = shop.pull_request("weaken", {PATH: FAULTY, CONFIG_PATH: weaker})
    await house.deliver()
    assert house.verdict(pull) == RED
    assert "the change takes effect after the merge" in (house.run(pull).summary or "")
    assert house.spent() == {"read": 2, "write": 2}


async def test_a_pull_request_that_breaks_the_configuration_fails_on_the_line(house: House, shop: Repository) -> None:
    pull = shop.pull_request("break", {CONFIG_PATH: "mode: enforce\nruls: {}\n"})
    await house.deliver()
    assert house.verdict(pull) == ("failure", f"Config error in {CONFIG_PATH} line 2")
    (annotation,) = house.run(pull).annotations
    assert (annotation.path, annotation.start_line) == (CONFIG_PATH, 2)
    assert "unknown key `ruls`" in annotation.message


async def test_a_broken_configuration_fails_everywhere_until_it_is_mended(house: House, shop: Repository) -> None:
    shop.push("main", {CONFIG_PATH: "mode: [\n"})
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    conclusion, title = house.verdict(pull)
    assert conclusion == "failure"
    assert title is not None
    assert title.startswith(f"Config error in {CONFIG_PATH} line ")
    assert "Plans changed 1, parsed 0, rules run 0," in (house.run(pull).summary or "")
    assert house.comments(pull) == []
    assert house.spent() == {"read": 1, "write": 1}
    cure = shop.pull_request("cure", {CONFIG_PATH: CONFIG})
    await house.deliver()
    assert house.verdict(cure) == ("success", "No plan changed")


async def test_a_base_branch_that_moved_on_since_the_event_brings_its_own_configuration(
    house: House, shop: Repository
) -> None:
    """The event knows an older base: what it names is read again, and the plans that it names now are judged."""
    pull = shop.pull_request("refunds", {"design/refunds.md": FAULTY})
    (opened,) = house.github.hooks.take("pull_request")
    shop.push("main", {CONFIG_PATH: f'{CONFIG}mode: advisory\nplans: ["design/*.md"]\n'})
    pull.push({"design/refunds.md": FAULTY + "\nMore.\n"})
    house.github.hooks.take()
    await house.deliver([opened])
    assert house.verdict(pull) == ("neutral", "1 error in design/refunds.md (advisory)")
    assert house.spent() == {"read": 3, "write": 2}


async def test_the_organisations_configuration_is_in_force(github: StandIn, house: House, shop: Repository) -> None:
    github.repository("octo/.github", {CONFIG_PATH: "mode: advisory\nlocked: [mode]\n"}, installed=False)
    shop.push("main", {CONFIG_PATH: f"mode: enforce\n{CONFIG}"})
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    assert house.verdict(pull) == ("neutral", f"1 error in {PATH} (advisory)")


async def test_a_broken_organisation_file_is_told_without_its_words(
    github: StandIn, house: House, shop: Repository
) -> None:
    github.repository("octo/.github", {CONFIG_PATH: "mode: enforce\ncanary-secret: 1\n"}, installed=False)
    pull = shop.pull_request("refunds", {PATH: FAULTY})
    await house.deliver()
    assert house.verdict(pull) == ("failure", "Config error in the organisation's configuration line 2")
    assert "canary" not in (house.run(pull).summary or "")


async def test_a_pull_request_to_the_organisations_own_repository(github: StandIn, house: House) -> None:
    """Its file may hold what only an organisation's file may hold, and there its mistakes are told in full."""
    home = github.repository("octo/.github", {CONFIG_PATH: "locked: [mode]\n"})
    fine = home.pull_request("docs", {"README.md": "# Octo\n"})
    wrong = home.pull_request("wrong", {CONFIG_PATH: "locked: [moed]\n"})
    await house.deliver()
    assert house.verdict(fine) == ("success", "No plan changed")
    assert house.verdict(wrong) == ("failure", f"Config error in {CONFIG_PATH} line 1")
    assert "moed" in house.run(wrong).annotations[0].message
