"""The buttons: Excel add-in and LibreOffice extension, made from the command table, and their installation."""
