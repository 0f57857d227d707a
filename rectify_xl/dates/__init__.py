"""Read the dates and deadlines of this genre, from cells and from prose.

`2025.6.30`, `2025年6月底前`, `6月30日` (the year comes from the round), `15个工作日内`, `春节前`, serial numbers in
both date systems, `长期坚持`, `立行立改`. A damaged date (`202442日`) keeps its text and is never guessed.

`cells` reads what stands in a cell, `texts` its words, `prose` running text; `clauses` and `spans` are the grammar of
one clause, `meaning` says what a date means.
"""

from rectify_xl.dates.date_cell import read, read_within
from rectify_xl.dates.deadline_grammar import IMMEDIATE_WORDS, LONGTERM_WORDS, PERIOD_WORDS
from rectify_xl.dates.meaning import NOTHING, DateKind, ReadDate, RoundDates, chinese, in_words, last_day, unread
from rectify_xl.dates.patterns import damaged, damaged_places, may_be_damaged
from rectify_xl.dates.running_text import Mention, impossible, mentions

__all__ = [
    "IMMEDIATE_WORDS",
    "LONGTERM_WORDS",
    "NOTHING",
    "PERIOD_WORDS",
    "DateKind",
    "Mention",
    "ReadDate",
    "RoundDates",
    "chinese",
    "damaged",
    "damaged_places",
    "impossible",
    "in_words",
    "last_day",
    "may_be_damaged",
    "mentions",
    "read",
    "read_within",
    "unread",
]
