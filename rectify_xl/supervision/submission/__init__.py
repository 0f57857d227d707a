"""打包上报: what a unit sends up, the list that goes with it, and the receipt that comes back."""
