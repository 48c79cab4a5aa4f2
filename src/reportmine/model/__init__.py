"""The nouns every stage shares."""

from reportmine.model.base import Value
from reportmine.model.document import Anchor, Block, BlockKind, Box, Cell, Document, Table
from reportmine.model.errors import (
    MissingExtraError,
    ReadingError,
    ReportmineError,
    RulebookError,
    WarehouseError,
)
from reportmine.model.figure import (
    Applicant,
    Evidence,
    Figure,
    Period,
    Qualifier,
    Source,
    Status,
    Unread,
)
from reportmine.model.manifest import ManifestRow
from reportmine.model.report import (
    BodyKind,
    Candidate,
    DocumentInfo,
    DocumentKind,
    FigureRef,
    Finding,
    IdentityEvidence,
    Issuer,
    Level,
    Outcome,
    Report,
    Scope,
    Severity,
)

__all__ = [
    "Anchor", "Applicant", "Block", "BlockKind", "BodyKind", "Box", "Candidate", "Cell", "Document", "DocumentInfo",
    "DocumentKind", "Evidence", "Figure", "FigureRef", "Finding", "IdentityEvidence", "Issuer", "Level", "ManifestRow",
    "MissingExtraError", "Outcome", "Period", "Qualifier", "ReadingError", "Report", "ReportmineError", "RulebookError",
    "Scope", "Severity", "Source", "Status", "Table", "Unread", "Value", "WarehouseError",
]  # fmt: skip
