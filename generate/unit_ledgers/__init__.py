"""Ledgers of invented units, as many as wanted, from a seed: for benchmarks, pictures and tests of the level above."""
