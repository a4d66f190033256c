"""Kill -9 at every step boundary: what was acknowledged is worked, and nothing is done twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.work.nursery import Died, Nursery

STEPS = (
    "accept.executed",
    "accept.committed",
    "claim.executed",
    "claim.committed",
    "job.started",
    "effect.before",
    "effect.after",
    "schedule.executed",
    "schedule.committed",
    "job.handled",
    "settle.executed",
    "settle.committed",
)
DELIVERIES = {"a": ["pull:1:1"], "b": ["commit:1:2"], "c": ["pull:1:1", "pull:1:3"], "d": ["commit:1:4"]}


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    with Nursery(tmp_path) as nursery:
        yield nursery


def live(nursery: Nursery, acknowledged: set[str]) -> None:
    """Send all deliveries, then work until nothing is left."""
    deliver(nursery, acknowledged)
    nursery.ask("drain")


def deliver(nursery: Nursery, acknowledged: set[str]) -> None:
    """Send what is not acknowledged, as GitHub's list of failed deliveries lets us."""
    for number, (name, lanes) in enumerate(DELIVERIES.items(), start=1):
        if name in acknowledged:
            continue
        for lane in lanes:
            nursery.change(lane, number)
        nursery.ask("accept", id=name, lanes=lanes)
        acknowledged.add(name)


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(nursery: Nursery, step: str, nth: int) -> None:
    acknowledged: set[str] = set()
    nursery.start()
    nursery.ask("trap", steps={step: nth})
    with pytest.raises(Died):  # every step is reached
        live(nursery, acknowledged)
    survivors = set(acknowledged)
    nursery.ask("drain")
    assert survivors <= nursery.done
    live(nursery, acknowledged)

    nursery.check()
    assert set(DELIVERIES) <= nursery.done
    assert {lane: nursery.effect(lane) for lanes in DELIVERIES.values() for lane in lanes} == {
        "pull:1:1": 3,
        "commit:1:2": 2,
        "pull:1:3": 3,
        "commit:1:4": 4,
    }
    looked_at = {line["lane"] for line in nursery.journal if line["kind"] == "done"}
    assert {"pull:1:2", "pull:1:4"} <= looked_at, "a scheduled lane was lost"
    assert [nursery.ask("accept", id=name, lanes=lanes) for name, lanes in DELIVERIES.items()] == ["duplicate"] * 4


@pytest.mark.parametrize("step", ["recover_executed", "recover_committed"])
def test_killed_while_recovering_from_a_kill(nursery: Nursery, step: str) -> None:
    acknowledged: set[str] = set()
    nursery.start(effect_before=1)
    with pytest.raises(Died):
        live(nursery, acknowledged)
    nursery.start(**{step: 1})
    with pytest.raises(Died):
        nursery.ask("counts")
    nursery.ask("drain")
    nursery.check()
    assert set(DELIVERIES) <= nursery.done


@pytest.mark.parametrize(("step", "answer"), [("accept.executed", "new"), ("accept.committed", "duplicate")])
def test_a_delivery_is_stored_whole_or_not_at_all(nursery: Nursery, step: str, answer: str) -> None:
    """A kill between commit and answer: GitHub was told nothing, and its redelivery is known."""
    nursery.start()
    nursery.ask("trap", steps={step: 1})
    with pytest.raises(Died):
        nursery.ask("accept", id="a", lanes=["pull:1:1", "pull:1:2"])
    assert nursery.ask("counts")["waiting"] == (0 if answer == "new" else 2)
    assert nursery.ask("accept", id="a", lanes=["pull:1:1", "pull:1:2"]) == answer
    assert nursery.ask("counts")["waiting"] == 2


def test_a_lane_that_kills_its_process_is_parked_at_the_third_time(nursery: Nursery) -> None:
    """It takes neither the other lanes with it nor its own later events, and its deliveries can be asked for again."""
    nursery.change("pull:1:2", 1)
    nursery.tell(**{"pull:1:1": "die"})
    nursery.ask("accept", id="poison", lanes=["pull:1:1"])
    nursery.ask("accept", id="innocent", lanes=["pull:1:2"])
    bystanders = {f"bystander {n}" for n in range(6)}
    for n in range(3):
        for m in (2 * n, 2 * n + 1):
            nursery.ask("accept", id=f"bystander {m}", lanes=[f"pull:2:{m}"])
        with pytest.raises(Died):
            nursery.ask("drain")
    nursery.ask("drain")
    assert nursery.ask("counts")["parked"] == 1
    assert nursery.effect("pull:1:2") == 1
    assert nursery.done == {"innocent"} | bystanders

    nursery.tell()
    nursery.change("pull:1:1", 2)
    nursery.ask("accept", id="cure", lanes=["pull:1:1"])
    nursery.ask("drain")
    assert nursery.effect("pull:1:1") == 2
    assert nursery.ask("accept", id="poison", lanes=["pull:1:1"]) == "again"
    nursery.ask("drain")
    assert nursery.done == {"innocent", "cure", "poison"} | bystanders


def test_a_clock_that_was_set_back_between_two_runs_holds_nothing_up(nursery: Nursery) -> None:
    nursery.tell(**{"pull:1:1": "again"})
    nursery.ask("accept", id="a", lanes=["pull:1:1"])
    nursery.ask("work", steps=2)
    nursery.kill()
    nursery.now -= 3600
    nursery.tell()
    nursery.ask("work", steps=130)
    assert nursery.done == {"a"}
