"""The engine: what a plan is and how it is judged. No I/O, no clock, no logging, no async.

The front door is `rules.engine.judge`: plans and a frozen piece of their repository in, a report out. It is not imported
here, so that whoever needs one value of the engine does not wait for all of it.
"""
