"""The engine: what a plan is and how it is judged. No I/O, no clock, no logging, no async.

The front door is `judge`: plans and a frozen piece of their repository in, a report out.
"""

from rules.engine import judge

__all__ = ["judge"]
