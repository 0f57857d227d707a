"""What 销号登记 says: its rows, the conditions of a closing, and whether it stands."""
