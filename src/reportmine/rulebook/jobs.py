"""What batch jobs need to know of the rules."""

from __future__ import annotations

from reportmine.model import Value


class JobRules(Value):
    """``not_for_reading``: patterns of rule files a change in which makes no file be read again.
    ``warm_up``: a text that a worker process reads before its first file."""

    not_for_reading: tuple[str, ...] = ()
    warm_up: str
