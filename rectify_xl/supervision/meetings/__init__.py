"""调度: what stands on the table of the weekly meeting, and in the notice of the month."""
