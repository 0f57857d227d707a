"""The paragraphs of a Word document as Word shows them."""
