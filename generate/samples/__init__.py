"""One failing sample for every check, and the same corrected: for the gallery and for the tests."""

from __future__ import annotations

from generate.samples.cell_values_samples import CELLS
from generate.samples.chronology_samples import CHRONOLOGY
from generate.samples.closing_samples import CLOSING
from generate.samples.identity_samples import IDENTITY
from generate.samples.printable_texts_samples import WORDING
from generate.samples.references_samples import REFERENCES
from generate.samples.required_samples import REQUIRED
from generate.samples.status_samples import STATUS
from generate.samples.structure_samples import STRUCTURE
from generate.samples.text_tables import AS_OF, Sample, right_ledger, wrong_ledger
from generate.samples.totals_samples import TOTALS

SAMPLES: tuple[Sample, ...] = (
    *STRUCTURE,
    *REQUIRED,
    *CLOSING,
    *CELLS,
    *CHRONOLOGY,
    *IDENTITY,
    *REFERENCES,
    *STATUS,
    *TOTALS,
    *WORDING,
)

__all__ = ["AS_OF", "SAMPLES", "Sample", "right_ledger", "wrong_ledger"]
