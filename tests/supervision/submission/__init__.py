"""打包上报: the list and the receipt."""
