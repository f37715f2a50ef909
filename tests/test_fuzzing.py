"""Bytes that a search makes up harm no reader: thousands each here, a million in all in the slow set."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ByhandError
from tests.fuzzing.readers import LONGEST_MESSAGE, READERS, Reader
from tests.fuzzing.search import at_random, searched


@pytest.mark.parametrize("name", READERS)
def test_every_sample_is_read(name: str, tmp_path: Path) -> None:
    for content in READERS[name].samples():
        READERS[name].read(content, tmp_path)


@pytest.mark.parametrize("name", READERS)
def test_bytes_made_up_at_random_harm_no_reader(name: str, tmp_path: Path) -> None:
    found = at_random(READERS[name], READERS[name].in_suite, 17, tmp_path)
    assert found.harmful is None, found.report


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_a_search_led_by_coverage_finds_nothing_that_harms_a_reader(name: str, tmp_path: Path) -> None:
    found = searched(READERS[name], READERS[name].in_all, 17, tmp_path)
    assert found.harmful is None, found.report
    assert found.tried >= READERS[name].in_all


def test_the_slow_set_tries_a_million_files_and_the_suite_ten_thousand_where_reading_is_fast() -> None:
    assert sum(reader.in_all for reader in READERS.values()) >= 1_000_000
    assert sum(reader.in_suite == 10_000 for reader in READERS.values()) == 10


def no_sevens(content: bytes, folder: Path) -> None:
    if b"7" in content:
        raise KeyError(content)


def long_winded(content: bytes, folder: Path) -> None:
    raise ByhandError("{file}: no", file="x" * LONGEST_MESSAGE)


@pytest.mark.parametrize("read", [no_sevens, long_winded])
def test_a_file_that_does_harm_is_found_and_kept(read: object, tmp_path: Path) -> None:
    reader = Reader("sevens", read, lambda: [b"1, 2"], 1000)  # type: ignore[arg-type]
    found = at_random(reader, 10_000, 1, tmp_path)
    assert found.harmful is not None
    with pytest.raises((KeyError, AssertionError)):
        reader.survives(found.harmful.read_bytes(), tmp_path)


@pytest.mark.parametrize(
    "content", [b'{"\\ud800": [[1]]}', b'{"X": [["\\ud800"]]}', b'{"%s": [["a"]]}' % (b"A" * 5000)]
)
def test_pinned_numbers_that_a_search_found_are_refused_in_a_short_sentence(content: bytes, tmp_path: Path) -> None:
    READERS["pinned numbers"].survives(content, tmp_path)
    with pytest.raises(ByhandError):
        READERS["pinned numbers"].read(content, tmp_path)
