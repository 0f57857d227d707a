"""Read a text that others wrote: plain, web page or Word document, recognised by its content."""
