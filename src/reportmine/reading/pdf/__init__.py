"""PDF: geometry from pdfium, tables by the rules of pdfplumber's table finder over that geometry."""

from reportmine.reading.pdf.reader import read_pdf

__all__ = ["read_pdf"]
