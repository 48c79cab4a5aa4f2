"""Figures in sentences."""

from reportmine.extraction.prose.reading import ProseReading, read_prose

__all__ = ["ProseReading", "read_prose"]
