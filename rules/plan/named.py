"""Named tuples in half the time: their own constructor is a function in Python, and a plan has a thousand runs and lines."""

from typing import Final

new: Final = tuple.__new__
"""Takes the class and all of its fields, in order and with no defaults: `new(Span, (start, end, ...))`."""
