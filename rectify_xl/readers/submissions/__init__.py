"""What units sent in, wherever it lies: folders, archives, mails, addresses; one file after another."""
