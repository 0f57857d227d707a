"""The buttons: the Excel add-in and the LibreOffice extension, generated from the command table, and their installation."""
