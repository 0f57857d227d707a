"""Papers: Word documents, web pages and plain text. The only place that touches docx, docxtpl and their kin."""
