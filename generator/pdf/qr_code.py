"""Draws the id of a worksheet as a QR code, a single path of rectangles.

With a fixed mask, codes of equally long texts are linear: each bit of a text changes the same modules, whatever the
others are. So segno, which needs longer for a code than a page takes, is asked once for each bit, and what it says is
kept: loading it takes longer still.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from generator.files.kept import kept
from generator.sheet.boxes import Box

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""The letters of the mode that ids are written in, in the order of their numbers; two of them are one number."""
_MASK = 3
"""Every mask is readable. A fixed mask avoids searching for the best one, which takes most of the time."""
_DARK = re.compile("1+")


def draw_code(text: str, box: Box, page_height: float) -> bytes:
    """The operators that draw the code in a box. The quiet zone is the white space around the box."""
    path, side = _path(text)
    scale = box.width / side
    return b"q 0 g %.4f 0 0 %.4f %.2f %.2f cm\n%bf Q\n" % (scale, scale, box.x, page_height - box.y, path)


@lru_cache(maxsize=16)
def _path(text: str) -> tuple[bytes, int]:
    """The dark modules as rectangles of unit height, and the number of modules per side. Pages of a copy share it."""
    runs, side = squares(text)
    places = tuple(place for x, y, length in runs for place in (x, -y - 1, length))
    return b"%d %d %d 1 re\n" * len(runs) % places, side


def squares(text: str) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """The horizontal runs of dark modules as (column, row, length), and the number of modules per side."""
    codes = _codes(len(text))
    modules, side = codes.zeros, codes.side
    for start, changes in zip(range(0, len(text), 2), codes.changes, strict=True):
        number = 0
        for letter in text[start : start + 2]:
            number = number * len(_LETTERS) + _LETTERS.index(letter)
        for bit, changed in enumerate(changes):
            if number >> bit & 1:
                modules ^= changed
    every = f"{modules:0{side * side}b}"
    # A light module ends each row, so that no run goes on in the next.
    rows = "0".join(every[start : start + side] for start in range(0, side * side, side))
    spans = (run.span() for run in _DARK.finditer(rows))
    return tuple([(start % (side + 1), start // (side + 1), end - start) for start, end in spans]), side


class _Codes(NamedTuple):
    """Codes of so many letters: the modules of all zeros, a bit each, and those that each bit of each pair changes."""

    side: int
    zeros: int
    changes: list[list[int]]


@lru_cache(maxsize=16)
def _codes(letters: int) -> _Codes:
    module = find_spec("segno")
    assert module is not None
    assert module.origin is not None
    return _Codes(*json.loads(kept(f"codes-{letters}.json", [Path(module.origin)], partial(_asked, letters))))


def _asked(letters: int) -> bytes:
    """The codes of so many letters, as segno makes them, in JSON."""
    zeros, side = _code("0" * letters)
    changes = []
    for start in range(0, letters, 2):
        pair = min(2, letters - start)
        largest = len(_LETTERS) ** pair - 1
        texts = ("0" * start + _in_letters(1 << bit, pair) for bit in range(largest.bit_length()))
        changes.append([zeros ^ _code(text.ljust(letters, "0"))[0] for text in texts])
    return json.dumps(_Codes(side, zeros, changes)).encode()


def _in_letters(number: int, letters: int) -> str:
    """The pair of letters, or the last letter, that a number is written with."""
    return "".join(_LETTERS[digit] for digit in divmod(number, len(_LETTERS)))[-letters:]


def _code(text: str) -> tuple[int, int]:
    """The modules of a code, a bit each, and how many there are per side."""
    import segno

    matrix = segno.make_qr(text, error="m", mask=_MASK, boost_error=False, mode="alphanumeric").matrix
    return int("".join(str(module) for row in matrix for module in row), 2), len(matrix)
