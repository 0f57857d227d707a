"""Signs that come in pairs are matched one by one, not only counted."""

from __future__ import annotations

from rectify_xl.text.pairs import lonely, nested


def test_signs_without_partner() -> None:
    """Each lonely sign is named by its place, also where left and right are equally many."""
    assert lonely("甲“乙”丙", "“”") == []
    assert lonely("甲“乙", "“”") == [1]
    assert lonely("”甲“", "“”") == [0, 2]
    assert lonely("（甲）乙）", "（）") == [4]


def test_signs_inside_their_own_kind() -> None:
    """A sign that opens before the first one has closed is nested; one after the other is not."""
    assert nested("“甲“乙”丙”", "“”") == [2]
    assert nested("“甲”“乙”", "“”") == []
