"""PDF files with embedded Chinese fonts: the only importer of fpdf2 and fontTools."""
