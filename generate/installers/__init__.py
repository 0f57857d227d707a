"""What an office gets to install: a folder and a set-up for Windows that need nothing, and what they hold."""
