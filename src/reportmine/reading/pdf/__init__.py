"""PDF: geometry from pdfium, tables from pdfplumber's table finder over that geometry."""
