"""Decides file by file what is to be done: a value for each, and the reasons in one place.

A file is done when its content, its manifest row, the rules and the code are those it was last read with. Content is
compared by hash; a file of unchanged size and time stamp is taken to have its old hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from reportmine.jobs.discover import Discovery, Found
from reportmine.jobs.ledger import DUPLICATE, GONE, LOADED, QUARANTINED, Ledger, manifest_hash
from reportmine.jobs.values import Request, Stamp, Step, Versions, Why
from reportmine.model import ReadingError
from reportmine.rulebook import Rulebook


class Planner:
    """Walks the files in their order; what it has seen of this run's contents makes later copies duplicates."""

    def __init__(
        self, discovery: Discovery, ledger: Ledger, request: Request, rulebook: Rulebook, versions: Versions
    ) -> None:
        self.discovery = discovery
        self.ledger = ledger
        self.request = request
        self.rulebook = rulebook
        self.versions = versions
        self._taken: dict[str, str] = {}  # content that this run reads → under which name

    def steps(self) -> Iterator[Step]:
        for found in self.discovery.chosen:
            step = self._step(found)
            if step.why.is_read and step.stamp.sha256:
                self._taken.setdefault(step.stamp.sha256, found.source.label)
            yield step

    def gone(self) -> list[str]:
        """Files of the ledger that stood in the folders looked into and stand there no more.

        A folder in which nothing is found at all is more likely not mounted than emptied: nothing is gone from it.
        """
        names = []
        for root in self.discovery.roots:
            inside = root.rstrip("/") + "/"
            if any(label.startswith(inside) for label in self.discovery.labels):
                names += [
                    label
                    for label, stamp in self.ledger.stamps.items()
                    if label.startswith(inside) and stamp.status != GONE and label not in self.discovery.labels
                ]
        return sorted(set(names))

    def outdated(self) -> int:
        """How many of the files found were read with other rules or code."""
        stamps = (self.ledger.get(found.source.label) for found in self.discovery.chosen)
        return sum(
            (stamp.rules, stamp.code) != (self.versions.rules, self.versions.code)
            for stamp in stamps
            if stamp is not None and stamp.rules is not None
        )

    def _step(self, found: Found) -> Step:
        label, old = found.source.label, self.ledger.get(found.source.label)
        now = self._stamp(found, old)
        if self.request.retried is not None:
            return Step(found.source, Why.RETRIED, now, refusal=found.refusal)
        if not self.request.force and old is not None and _same(old, now):
            same_stat = (old.size, old.modified_ns) == (now.size, now.modified_ns)
            return Step(
                found.source,
                Why.UNCHANGED if same_stat else Why.TOUCHED,
                replace(now, status=old.status, reason=old.reason),
            )
        return self._known_content(found, now, label) or Step(
            found.source, self._why(old, now), now, None, found.refusal
        )

    def _stamp(self, found: Found, old: Stamp | None) -> Stamp:
        same_stat = old is not None and (old.size, old.modified_ns) == (found.size, found.modified_ns)
        sha256 = old.sha256 if old is not None and same_stat else self._hash(found)
        row = manifest_hash(found.source.manifest)
        return Stamp(sha256, found.size, found.modified_ns, row, self.versions.rules, self.versions.code, LOADED)

    def _hash(self, found: Found) -> str | None:
        """None where the content cannot be had or is too much: reading the file will say why."""
        if found.refusal is not None or found.size > self.rulebook.reading.limits.bytes:
            return None
        try:
            return hashlib.sha256(found.source.load(self.rulebook)).hexdigest()
        except ReadingError:
            return None

    def _known_content(self, found: Found, now: Stamp, label: str) -> Step | None:
        """A copy of a file of this run, or of one that is done; moved when that one is gone."""
        if now.sha256 is None:
            return None
        taken = self._taken.get(now.sha256)
        if taken is not None and taken != label:
            return Step(found.source, Why.DUPLICATE, replace(now, status=DUPLICATE), taken)
        if self.request.force:
            return None
        twins = [
            (name, stamp)
            for name, stamp in self.ledger.holders(now.sha256)
            if name != label and stamp.status in (LOADED, QUARANTINED) and _same(stamp, now)
        ]
        standing = [name for name, _ in twins if name in self.discovery.labels]
        if any(self.ledger.stamps[name].status == LOADED for name in standing):
            return Step(found.source, Why.DUPLICATE, replace(now, status=DUPLICATE), standing[0])
        if twins and not standing:
            name, stamp = twins[0]
            return Step(found.source, Why.MOVED, replace(now, status=stamp.status, reason=stamp.reason), name)
        return None

    def _why(self, old: Stamp | None, now: Stamp) -> Why:
        if old is None or old.status == GONE:
            return Why.NEW
        if old.sha256 != now.sha256 or old.sha256 is None:
            return Why.CHANGED
        if self.request.force:
            return Why.FORCED
        return Why.MANIFEST if old.manifest != now.manifest else Why.RULES


def _same(old: Stamp, now: Stamp) -> bool:
    """Whether what was read under ``old`` stands for ``now``. Without a hash, size and time must do."""
    content = old.sha256 == now.sha256
    if old.sha256 is None:
        content = content and (old.size, old.modified_ns) == (now.size, now.modified_ns)
    read_with = (old.manifest, old.rules, old.code) == (now.manifest, now.rules, now.code)
    return content and read_with and old.status != GONE
