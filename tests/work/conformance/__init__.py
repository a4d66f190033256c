"""What every engine of durable work has to do, said in the words of the port.

A test module of an engine provides the fixtures `open_work` (`tests.work.harness.OpenWork`) and `clock`, and derives one
test class of each class here.
"""

from tests.work.conformance.door import Door
from tests.work.conformance.failures import Failures
from tests.work.conformance.fairness import Fairness
from tests.work.conformance.lanes import Lanes
from tests.work.conformance.restart import Restart

__all__ = ["Door", "Failures", "Fairness", "Lanes", "Restart"]
