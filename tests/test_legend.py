"""The legend at the foot of a page, whose entries are as wide as their words in any language."""

from __future__ import annotations

from itertools import pairwise

import pytest

from generator.catalogue import find_exercise
from generator.language.words import translator
from generator.layout import Paper, lay_out
from generator.sheet.boxes import LegendEntry, Page
from generator.sheet.heading import Wording
from generator.sheet.legend import BETWEEN_ENTRIES, MOST_SPREAD, Key, legend_rows, with_legend
from generator.sheet.theme import LEGEND_INDENT, SMALL
from generator.type.shaping import width
from tests.simulated.students import NAMES


def first_page(name: str, paper: Paper) -> Page:
    return lay_out([(name, find_exercise(name).blueprint())], paper).pages[0]


def entries_of(page: Page) -> list[LegendEntry]:
    return [ink for ink in page.ink if isinstance(ink, LegendEntry)]


def sizes(entries: list[LegendEntry], words: dict[Key, str]) -> list[float]:
    """How large the words of each entry are in its room, 1 being their usual size."""
    texts = [width(words[entry.key], SMALL.face, SMALL.size) for entry in entries]
    return [min(1.0, (entry.box.width - LEGEND_INDENT) / text) for entry, text in zip(entries, texts, strict=True)]


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("name", NAMES)
def test_german_entries_are_in_type_of_one_size_within_the_margins(name: str, paper: Paper) -> None:
    page = first_page(name, paper)
    words = dict(Wording.said_by(translator("de")).legend)
    before, after = entries_of(page), entries_of(with_legend(page, words))
    assert [entry.key for entry in after] == [entry.key for entry in before]
    assert sizes(after, words) == pytest.approx([1.0] * len(after))
    assert after[-1].box.right <= page.size[0] - after[0].box.x + 0.01
    assert all(one.box.right + BETWEEN_ENTRIES <= other.box.x + 0.01 for one, other in pairwise(after))


def test_english_entries_stay_where_the_layout_has_them() -> None:
    page = first_page("backpropagation", Paper.A4)
    assert with_legend(page, dict(Wording().legend)) == page


@pytest.mark.parametrize("times", [1, 3, 12])
def test_long_words_become_smaller_all_alike_and_short_ones_are_not_spread_too_far(times: int) -> None:
    words: dict[Key, str] = {"blank": "leer " * times, "copy": "Kopie " * 2 * times, "hidden": "?"}
    entries = list(legend_rows({800.0: list(words)}, 30.0, 300.0, words))
    found = sizes(entries, words)
    assert found == pytest.approx([found[0]] * 3)
    assert (found[0] < 1) == (times == 12)
    assert entries[-1].box.right <= 330.01
    needed = LEGEND_INDENT + BETWEEN_ENTRIES + width(words["blank"], SMALL.face, SMALL.size)
    assert entries[1].box.x - entries[0].box.x <= MOST_SPREAD * needed + 0.01


@pytest.mark.parametrize(("times", "aligned"), [(1, True), (9, False)])
def test_two_rows_share_columns_unless_their_words_are_too_long(times: int, *, aligned: bool) -> None:
    words: dict[Key, str] = {"input": "input", "copy": "copy " * 4, "blank": "empty " * times, "found": "?"}
    rows: dict[float, list[Key]] = {790.0: ["input", "copy"], 800.0: ["blank", "found"]}
    first, second, third, fourth = legend_rows(rows, 30.0, 180.0, words)
    assert first.box.x == third.box.x == 30.0
    assert (second.box.x == fourth.box.x) == aligned
    assert max(second.box.right, fourth.box.right) <= 210.01
