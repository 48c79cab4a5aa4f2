"""One document and what is known beside it, as the parts of identity share them."""

from __future__ import annotations

from functools import cached_property

from reportmine.identity.flat import Flat
from reportmine.identity.names import NameParser
from reportmine.model import Document, ManifestRow
from reportmine.rulebook.identity import IdentityRules
from reportmine.rulebook.places import Places


class Case:
    """The question that identity answers: whose document is this, and of which year."""

    def __init__(
        self, document: Document, parser: NameParser, rules: IdentityRules, manifest: ManifestRow | None
    ) -> None:
        self.document = document
        self.parser = parser
        self.places: Places = parser.places
        self.rules = rules
        self.manifest = manifest or ManifestRow()

    @cached_property
    def flat(self) -> Flat:
        return Flat(self.document.text)

    @property
    def said(self) -> str:
        """The page's index number and address."""
        page = self.document.metadata
        return f"{page.get('index_number', '')} {self.manifest.url or page.get('url', '')}"

    def field(self, name: str) -> str:
        """What the page says in one of its fields, up to the end of its cell, without blanks."""
        return "".join(self.document.metadata.get(name, "").partition("|")[0].split())

    def names_body(self, words: str) -> bool:
        """Whether words are the name of a body in a place."""
        body = self.parser.parse(words)
        return body is not None and bool(body.path)
