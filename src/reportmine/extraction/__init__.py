"""Document to figures: tables, prose, and what the one says about the other."""

from reportmine.extraction.extract import Extraction, extract_figures

__all__ = ["Extraction", "extract_figures"]
