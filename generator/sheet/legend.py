"""The legend of a page: entries as wide as their words, whatever language these are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from math import fsum

from generator.network.blueprint import Role
from generator.sheet.boxes import Box, Ink, LegendEntry, Page, Passage
from generator.sheet.theme import LEGEND_INDENT, SMALL
from generator.type.shaping import width

MOST_SPREAD = 1.5
"""How many times as wide as its words an entry of the legend gets, where there is room."""
BETWEEN_ENTRIES = 8.0
"""Clear space after the words of an entry."""
HEIGHT = 9.0

Key = Role | str
"""What an entry is about: a role, or a kind of cell that is not one."""


_FIXED = LEGEND_INDENT + BETWEEN_ENTRIES


def legend_rows(
    rows: Mapping[float, Sequence[Key]], left: float, most: float, words: Mapping[Key, str]
) -> Iterator[LegendEntry]:
    """Rows of entries, by how far down they are: in columns, unless some words are too long for these."""
    needs = {y: [_FIXED + width(words[key], SMALL.face, SMALL.size) for key in keys] for y, keys in rows.items()}
    columns = [max(column) for column in zip_longest(*needs.values(), fillvalue=0.0)]
    room = most + BETWEEN_ENTRIES
    for y, keys in rows.items():
        x = left
        for key, wide in zip(keys, _shared(columns if fsum(columns) <= room else needs[y], room), strict=False):
            yield LegendEntry(Box(x, y, wide - BETWEEN_ENTRIES, HEIGHT), key)
            x += wide


def _shared(needs: Sequence[float], room: float) -> list[float]:
    """The widths of entries, with space left over shared out; words too long for the room all shrink alike."""
    fixed, needed = _FIXED * len(needs), fsum(needs)
    if needed <= room:
        return [need * min(MOST_SPREAD, room / needed) for need in needs]
    smaller = (room - fixed) / (needed - fixed)
    return [_FIXED + (need - _FIXED) * smaller for need in needs]


def with_legend(page: Page, words: Mapping[Key, str]) -> Page:
    """The page with the entries of its legend as wide as their words, between the same margins."""
    passages = (replace(passage, ink=tuple(_respaced(passage, page.size[0], words))) for passage in page.passages)
    return replace(page, passages=tuple(passages))


def _respaced(passage: Passage, wide: float, words: Mapping[Key, str]) -> Iterator[Ink]:
    """The ink of a passage on a page so wide; the rows of a legend are set anew."""
    rows: dict[float, list[Key]] = {}
    left = wide
    for ink in passage.ink:
        if isinstance(ink, LegendEntry):
            left = min(left, ink.box.x)
            rows.setdefault(ink.box.y, []).append(ink.key)
        else:
            yield ink
    yield from legend_rows(rows, left, wide - 2 * left, words)
