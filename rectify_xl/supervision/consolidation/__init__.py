"""Put the ledgers of many units together: what one submission says, and what all of them say."""
