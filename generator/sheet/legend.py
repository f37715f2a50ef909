"""The legend of a page: entries as wide as their words, whatever language these are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
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


def legend_row(
    keys: Sequence[Key], corner: tuple[float, float], most: float, words: Mapping[Key, str]
) -> Iterator[LegendEntry]:
    """A row of entries from a corner on, with space left over shared out; words too long for it all shrink alike."""
    fixed = LEGEND_INDENT + BETWEEN_ENTRIES
    texts = [width(words[key], SMALL.face, SMALL.size) for key in keys]
    room = most + BETWEEN_ENTRIES
    smaller = min(1.0, (room - fixed * len(keys)) / max(1.0, fsum(texts)))
    needs = [fixed + text * smaller for text in texts]
    spread = max(1.0, min(MOST_SPREAD, room / max(1.0, fsum(needs))))
    x, y = corner
    for key, need in zip(keys, needs, strict=True):
        yield LegendEntry(Box(x, y, need * spread - BETWEEN_ENTRIES, HEIGHT), key)
        x += need * spread


def with_legend(page: Page, words: Mapping[Key, str]) -> Page:
    """The page with the entries of its legend as wide as their words, between the same margins."""
    passages = (replace(passage, ink=tuple(_respaced(passage, page.size[0], words))) for passage in page.passages)
    return replace(page, passages=tuple(passages))


def _respaced(passage: Passage, wide: float, words: Mapping[Key, str]) -> Iterator[Ink]:
    """The ink of a passage on a page so wide; each row of a legend is set anew."""
    for y, inked in groupby(passage.ink, key=lambda ink: ink.box.y if isinstance(ink, LegendEntry) else None):
        row = list(inked)
        entries = [ink for ink in row if isinstance(ink, LegendEntry)]
        if y is None:
            yield from row
        else:
            left = entries[0].box.x
            yield from legend_row([entry.key for entry in entries], (left, y), wide - 2 * left, words)
