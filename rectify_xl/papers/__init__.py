"""The papers: what each may print, declared once. Values, fields and layouts come from these declarations."""
