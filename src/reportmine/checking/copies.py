"""Reports that say the same: MinHash signatures of masked texts, and the query that finds near-identical ones.

A signature is made once, when a report is read. Two reports' share of common shingles is about the share of places in
which their signatures agree (±0.04 at 64 places). Bands of a signature bring candidates together, so that the work
grows with the number of reports and not with the number of pairs; within a band every report is held against the
earliest one. Among equals a body's name decides, not the number its report got: that depends on the order of loading.
"""

from __future__ import annotations

import re
from typing import Any

from reportmine.model import BlockKind, Document, Issuer
from reportmine.rulebook.checks import CheckSettings, CopiesRule


def masked_text(document: Document, issuer: Issuer, settings: CheckSettings) -> str:
    """The prose without what differs between copies anyway: names, years, numbers, blanks, tables."""
    blocks = [block for block in document.blocks if block.kind is not BlockKind.TABLE]
    text = "\n".join(document.text[block.start : block.end] for block in blocks) if blocks else document.text
    if issuer.name:
        text = text.replace(issuer.name, "")
    for mask in settings.masks:
        text = re.sub(mask, "", text)
    return text


def text_signature(document: Document, issuer: Issuer, settings: CheckSettings) -> tuple[int, ...]:
    """The MinHash of the masked text's shingles; empty for a text too short to be compared."""
    from datasketch import MinHash

    text = masked_text(document, issuer, settings)
    size = settings.shingle
    shingles = {text[start : start + size] for start in range(len(text) - size + 1)}
    if len(shingles) < settings.least_shingles:
        return ()
    signature = MinHash(num_perm=settings.permutations, seed=1)
    signature.update_batch([shingle.encode() for shingle in sorted(shingles)])
    return tuple(int(place) for place in signature.hashvalues)


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of shingles two texts have in common; 0 where one has no signature."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def copies_query(rule: CopiesRule, settings: CheckSettings) -> tuple[str, dict[str, Any]]:
    parameters = {
        "similarity": rule.similarity,
        "permutations": settings.permutations,
        "bands": settings.bands,
        "rows": settings.permutations // settings.bands,
    }
    return (_BODIES if rule.between == "bodies" else _YEARS), parameters


_SHARE = (
    "list_aggregate(list_transform(list_zip(a.text_signature, b.text_signature), "
    "lambda x: CAST(x[1] = x[2] AS INTEGER)), 'sum') / $permutations"
)
_SIGNED = """
signed AS (
    SELECT c.report_id, c.series_body, c.issuer_name, c.year, c.published_on, r.text_signature
    FROM check_reports c JOIN reports r USING (report_id)
    WHERE len(r.text_signature) = $permutations)"""
_FOUND = """
SELECT report_id, [] AS refs, CAST(round(100 * share) AS INTEGER) || '%' AS observed, '' AS expected,
       other_name, other_year,
       round(100 * share) AS percent
FROM found WHERE share >= $similarity ORDER BY report_id, share DESC, other_year, other_body, other_name
"""
_YEARS = f"""
WITH {_SIGNED},
found AS (
    SELECT b.report_id, a.issuer_name AS other_name, a.year AS other_year, a.series_body AS other_body,
           {_SHARE} AS share
    FROM signed b JOIN signed a ON a.series_body = b.series_body AND a.year = b.year - 1)
{_FOUND}"""
_BODIES = f"""
WITH {_SIGNED},
banded AS (
    SELECT report_id, band, hash(text_signature[band * $rows + 1 : (band + 1) * $rows]) AS bucket,
           (year, coalesce(published_on, DATE '9999-12-31'), series_body, report_id) AS age
    FROM signed, range($bands) bands(band)),
heads AS (
    SELECT band, bucket, arg_min(report_id, age) AS head FROM banded GROUP BY ALL HAVING count(*) > 1),
pairs AS (
    SELECT DISTINCT report_id, head FROM banded JOIN heads USING (band, bucket) WHERE report_id <> head),
found AS (
    SELECT p.report_id, a.issuer_name AS other_name, a.year AS other_year, a.series_body AS other_body,
           {_SHARE} AS share
    FROM pairs p JOIN signed b ON b.report_id = p.report_id JOIN signed a ON a.report_id = p.head
    WHERE a.series_body <> b.series_body)
{_FOUND}"""
