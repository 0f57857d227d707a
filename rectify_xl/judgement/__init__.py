"""Judgement: what is found wrong, or likely to go wrong, by rules with a code."""
