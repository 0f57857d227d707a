"""Read JSON that may come from anywhere."""

from __future__ import annotations

import json
from typing import Any


def parsed(content: str | bytes) -> Any:
    """Return what stands in a text of JSON. Raises `ValueError` for what is none, and where it is nested too deep."""
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deep") from None
