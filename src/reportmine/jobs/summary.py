"""What a run came to, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportmine.jobs.values import Summary, Why

_SEVERITIES = ["error", "inconsistency", "warning", "info"]
_WORKERS = ("read", "extract", "identify", "check")


def summary_lines(summary: Summary) -> Iterator[str]:
    yield f"{summary.outcome}: {summary.files:,} files" + (f" in {summary.elapsed:.1f} s" if summary.elapsed else "")
    yield "  files: " + (_counts(summary.by_why, [why.value for why in Why]) or "none")
    if summary.outcome == "dry run":
        if summary.reread_because:
            yield f"  why again: {summary.reread_because}"
    else:
        yield (
            f"  reports: {summary.new_reports:,} new, {summary.changed_reports:,} changed, "
            f"{summary.reread_reports:,} read again; {summary.figures:,} figures"
        )
        yield "  findings: " + (_counts(summary.findings, _SEVERITIES) or "none")
        if summary.across:
            yield "  findings over several reports, whole warehouse: " + _counts(summary.across, _SEVERITIES)
        yield "  quarantined: " + (_counts(summary.quarantined) or "none") + _still(summary)
        yield "  seconds: " + _seconds(summary.seconds)
    if summary.gone:
        yield f"  gone: {summary.gone:,} files stand no more where they stood; what was read from them stays"
    if summary.skipped:
        yield f"  skipped: {summary.skipped:,} files of kinds that are no reports"
    for path in summary.missing[:10]:
        yield f"  the manifest names a file that is not there: {path}"
    if len(summary.missing) > 10:
        yield f"  and {len(summary.missing) - 10:,} more"
    if summary.outcome == "interrupted":
        yield "  run the same command again: it goes on where it stopped"


def _still(summary: Summary) -> str:
    return f"; {summary.still_quarantined:,} from before (see: reportmine status)" if summary.still_quarantined else ""


def _counts(counts: Mapping[str, int], order: list[str] | None = None) -> str:
    names = sorted(counts) if order is None else [name for name in order if name in counts]
    return ", ".join(f"{counts[name]:,} {name}" for name in names if counts[name])


def _seconds(seconds: Mapping[str, float]) -> str:
    """The stages in their order; those of the workers run side by side and are summed over all workers."""
    order = ("discover", *_WORKERS, "load", "check across")
    names = [name for name in order if name in seconds] + sorted(set(seconds) - set(order))
    return ", ".join(f"{name} {seconds[name]:.1f}" for name in names)
