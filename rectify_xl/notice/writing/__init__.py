"""From a ledger to a composed notice: every number computed, every sentence with its cells."""
