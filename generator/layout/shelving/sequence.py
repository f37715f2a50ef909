"""Whether a reader of a page finds the words on its shelves in the order of their steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.layout.shelving.in_line import PlacedPiece
from generator.layout.shelving.lettering import BESIDE_FIGURES
from generator.layout.shelving.order import are_in_order
from generator.layout.shelving.shelves import BETWEEN_SHELVES, Shelf
from generator.layout.steps import Placed


def in_sequence(page: Sequence[Shelf]) -> bool:
    """Whether the words on a page are in order, with the least space between its shelves and figures."""
    return are_in_order(list(_words(page)))


def _words(page: Sequence[Shelf]) -> Iterator[Placed]:
    top = 0.0
    for shelf in page:
        left = 0.0
        for stack in shelf.stacks:
            y = top
            for piece in stack.pieces:
                yield from PlacedPiece(piece, left, y + piece.top).words
                y += piece.height + BETWEEN_SHELVES
            left += stack.width + BESIDE_FIGURES
        top += shelf.height + BETWEEN_SHELVES
