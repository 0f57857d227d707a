"""打包上报: what goes into the folder, the papers that go along, and the receipt that comes back."""
