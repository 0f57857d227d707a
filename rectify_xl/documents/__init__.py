"""Papers as files: Word, web page, plain text, PDF. The only place that touches docx, docxtpl and fpdf2."""
