"""What is kept of short texts is what would be worked out again; long ones and many leave nothing behind."""

from __future__ import annotations

import tracemalloc

from rectify_xl.text.kept_answers import remembered, remembered_list, remembered_part


def test_a_short_text_is_worked_out_once() -> None:
    """Its answer is the same object again; another text has its own."""
    asked: list[str] = []

    @remembered
    def doubled(text: str) -> str:
        asked.append(text)
        return 2 * text

    assert [doubled("甲"), doubled("乙"), doubled("甲")] == ["甲甲", "乙乙", "甲甲"]
    assert asked == ["甲", "乙"]


def test_long_and_many_texts_fill_no_memory() -> None:
    """A process that reads thousands of workbooks keeps some thousand words, whatever stands in their cells."""

    @remembered
    def doubled(text: str) -> str:
        return 2 * text

    tracemalloc.start()
    for number in range(20_000):
        assert doubled(f"P{number:05d}").startswith("P")
        assert len(doubled(f"{number}" + 10_000 * "长")) > 20_000
    left, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert left < 2_000_000


def test_lists_and_parts_go_by_their_content() -> None:
    """Words of any iterable, bytes with what is known of them; long ones are worked out each time."""
    asked: list[object] = []

    @remembered_list
    def joined(words: object) -> str:
        asked.append(words)
        return "".join(words)  # type: ignore[arg-type] # words they are

    @remembered_part
    def named(part: bytes, name: str) -> str:
        asked.append(part)
        return f"{name}{len(part)}"

    assert joined(["甲", "乙"]) == joined(word for word in "甲乙") == "甲乙"
    assert (named(b"a", "x"), named(b"a", "y"), named(b"a", "x")) == ("x1", "y1", "x1")
    assert len(asked) == 3
    assert joined(["长" * 3_000]) == joined(["长" * 3_000])
    assert named(30_000 * b"a", "x") == named(30_000 * b"a", "x")
    assert len(asked) == 7
