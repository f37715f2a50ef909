"""The editions of a worksheet: as usual, small for two on a page, or a booklet of questions and answer grids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TypeAlias

from generator.layout import lay_out
from generator.network.blueprint import Blueprint
from generator.sheet.boxes import Paper, Sheet


class Edition(Enum):
    """How a worksheet is set on paper."""

    USUAL = "usual"
    TWO_UP = "two-up"
    BOOKLET = "booklet"


LayOut: TypeAlias = Callable[[Edition, Sequence[tuple[str, Blueprint]], Paper, bool], Sheet]
"""Lays out exercises, by their ids, in an edition on paper, perhaps with room for instructions."""


def lay_out_edition(
    edition: Edition, exercises: Sequence[tuple[str, Blueprint]], paper: Paper, instructions: bool
) -> Sheet:
    """The Sheet of a worksheet in an edition; ByhandError if it does not fit."""
    match edition:  # few sheets are not as usual
        case Edition.TWO_UP:
            from generator.layout.editions.halves import lay_out_halves

            return lay_out_halves(exercises, paper, instructions)
        case Edition.BOOKLET:
            from generator.layout.editions.booklet import lay_out_booklet

            return lay_out_booklet(exercises, paper, instructions)
    return lay_out(exercises, paper, instructions)
