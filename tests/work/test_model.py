"""Durable work against a model of it: any order of deliveries, faults, kills and restarts loses and doubles nothing.

`pytest tests/work/test_model.py --hypothesis-profile=thorough` looks for longer and elsewhere each time.
"""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.work.nursery import Died, Nursery
from tests.work.test_crash import STEPS

LANES = ("pull:1:1", "pull:1:2", "commit:1:3")
CONDUCT = ("fine", "again", "hopeless", "paused")
THOROUGH = settings.get_current_profile_name() == "thorough"


class DurableWork(RuleBasedStateMachine):
    """The model is what GitHub knows: the newest number of each lane, and which deliveries were acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory(prefix="planwarden-")
        self.nursery = Nursery(Path(self.directory.name))
        self.number = 0
        self.lanes: dict[str, str] = {}
        """The lane of each delivery that was ever sent."""
        self.bodies: dict[str, str] = {}
        """The delivery whose body a replay carries."""
        self.acknowledged: set[str] = set()
        self.twins: set[str] = set()
        """Replays that may have been recognised: another delivery is worked in their stead."""
        self.owed: dict[str, int] = {}
        """The newest number of each lane of which a delivery was acknowledged."""

    @rule(lane=st.sampled_from(LANES))
    def something_happens(self, lane: str) -> None:
        self.number += 1
        self.nursery.change(lane, self.number)
        self.lanes[f"{self.number}"] = lane
        assert self.deliver(f"{self.number}") in {"new", None}

    @rule(lane=st.sampled_from(LANES), copies=st.integers(2, 6))
    def something_is_delivered_several_times(self, lane: str, copies: int) -> None:
        self.something_happens(lane)
        for _ in range(copies - 1):
            self.deliver(f"{self.number}")

    @precondition(lambda self: self.lanes)
    @rule(data=st.data())
    def an_old_delivery_comes_again(self, data: st.DataObject) -> None:
        self.deliver(data.draw(st.sampled_from(sorted(self.lanes))))

    @precondition(lambda self: self.lanes)
    @rule(data=st.data())
    def a_body_is_replayed(self, data: st.DataObject) -> None:
        original = data.draw(st.sampled_from(sorted(self.lanes)))
        self.number += 1
        replay = f"{self.number}"
        self.lanes[replay], self.bodies[replay] = self.lanes[original], self.bodies.get(original, original)
        self.twins.add(replay)
        if self.deliver(replay) == "new":
            self.twins.remove(replay)

    @rule(conduct=st.fixed_dictionaries({lane: st.sampled_from(CONDUCT) for lane in LANES}))
    def github_changes_its_mood(self, conduct: dict[str, str]) -> None:
        self.survive("tell", told=conduct)
        self.nursery.told = conduct

    @rule(steps=st.integers(1, 20))
    def time_goes_by(self, steps: int) -> None:
        self.survive("work", steps=steps)

    @rule(step=st.sampled_from(STEPS), nth=st.integers(1, 3))
    def a_trap_is_set(self, step: str, nth: int) -> None:
        self.survive("trap", steps={step: nth})

    @rule(steps=st.integers(1, 10))
    def it_is_killed_at_work(self, steps: int) -> None:
        self.survive("counts")
        if self.nursery.alive:
            self.nursery.send("work", steps=steps)
            self.nursery.kill()

    @rule(back=st.sampled_from((0.0, 0.0, 3600.0)))
    def it_is_restarted(self, back: float) -> None:
        """Sometimes with the clock set back."""
        self.nursery.stop()
        self.nursery.now -= back

    @invariant()
    def nothing_is_done_twice(self) -> None:
        self.nursery.check()

    def survive(self, do: str, **more: object) -> Any:
        """Return the answer, or None when the process died of a trap."""
        try:
            return self.nursery.ask(do, **more)
        except Died:
            return None

    def deliver(self, name: str) -> Any:
        lane = self.lanes[name]
        answer = self.survive("accept", id=name, lanes=[lane], body=self.bodies.get(name, name))
        if answer:
            self.acknowledged.add(name)
            if name not in self.bodies:
                self.owed[lane] = max(self.owed.get(lane, 0), int(name))
        return answer

    def teardown(self) -> None:
        try:
            self.everything_comes_out_right()
        finally:
            self.nursery.kill()
            self.directory.cleanup()

    def everything_comes_out_right(self) -> None:
        """When the faults are over, each acknowledged delivery is worked, or failed and can be asked for again."""
        self.nursery.kill()
        self.nursery.told = {}
        self.nursery.ask("drain")
        for name in sorted(self.acknowledged):
            answer = self.deliver(name)
            assert answer == "again" or (answer == "duplicate" and name in self.nursery.done | self.twins)
        self.nursery.ask("drain")
        self.nursery.check()
        assert self.nursery.done | self.twins >= self.acknowledged
        assert all(self.nursery.effect(lane) >= number for lane, number in self.owed.items())

        runs = len(self.nursery.journal)
        assert {self.deliver(name) for name in self.acknowledged} <= {"duplicate"}
        self.nursery.ask("drain")
        assert len(self.nursery.journal) == runs, "a duplicate made work"


TestDurableWork = DurableWork.TestCase
TestDurableWork.settings = settings(
    max_examples=200 if THOROUGH else 12,
    stateful_step_count=40 if THOROUGH else 20,
    derandomize=not THOROUGH,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),  # a process that is started and killed is slow in Hypothesis's eyes
)
