"""Checksums are those that every other program computes too."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectify_xl.system.digests import bytes_sha256, file_sha256, text_sha256

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_bytes_texts_and_files_of_one_content_have_one_checksum(tmp_path: Path) -> None:
    """It is the SHA-256 of FIPS 180-4, in lower case."""
    (tmp_path / "abc").write_bytes(b"abc")
    assert bytes_sha256(b"abc") == text_sha256("abc") == file_sha256(tmp_path / "abc") == ABC


def test_a_short_checksum_is_the_beginning_of_the_whole_one() -> None:
    """Where a few characters do, they are the first."""
    assert text_sha256("abc", 8) == "ba7816bf"
    assert len(text_sha256("巡察整改", 16)) == 16


def test_half_a_character_does_not_break_a_checksum() -> None:
    """A damaged cell may hold half of a pair of surrogates."""
    assert text_sha256("\ud800") == text_sha256("?")


def test_a_file_that_is_gone_is_an_error_of_the_system(tmp_path: Path) -> None:
    """Who asks says in his own words what is missing."""
    with pytest.raises(FileNotFoundError):
        file_sha256(tmp_path / "none")
