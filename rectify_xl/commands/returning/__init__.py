"""The parts of 退回单: what one unit is sent, and the words of its mail."""
