"""Faults of the system, and two at once: nothing is lost, nothing untrue is said."""
