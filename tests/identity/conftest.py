"""What the tests of identity share: a report's text turned into its identity, without reading or extraction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportmine.extraction import Extraction
from reportmine.extraction.tables import FormMatch
from reportmine.identity import Identity, identify
from reportmine.model import Document, ManifestRow
from reportmine.rulebook import Rulebook

IdentifyText = Callable[..., Identity]

PARTS = """
一、概述
今年来,本单位按要求做好公开工作,主动公开信息12条。
二、主动公开情况
信息12条。
三、依申请公开情况
没有收到申请。
四、行政复议、行政诉讼情况
没有发生。
五、存在的主要问题和改进措施
今后继续努力。
"""


@pytest.fixture(scope="session")
def parts() -> str:
    """The body of a report that names nobody and no year."""
    return PARTS


@pytest.fixture(scope="session")
def identify_text(rulebook: Rulebook) -> IdentifyText:
    def of(
        text: str,
        source: str = "x.txt",
        metadata: dict[str, str] | None = None,
        manifest: ManifestRow | None = None,
        matches: tuple[FormMatch, ...] = (),
    ) -> Identity:
        document = Document(source=source, sha256="0", media_type="text/plain", text=text, metadata=metadata or {})
        forms = tuple(match.form for match in matches)
        extraction = Extraction(matches=matches, forms=forms, form=forms[0] if forms else "none")
        return identify(document, extraction, rulebook, manifest)

    return of
