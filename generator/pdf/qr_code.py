"""Draws the id of a worksheet as a QR code, a single path of rectangles.

With a fixed mask, codes of equally long texts are linear: each bit of a text changes the same modules, whatever the
others are. So segno, which needs longer for a code than a page takes, is asked once for each bit.
"""

from __future__ import annotations

import re
from functools import lru_cache

import segno

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
    letters = len(text)
    modules, side = _code("0" * letters)
    for start in range(0, letters, 2):
        number = 0
        for letter in text[start : start + 2]:
            number = number * len(_LETTERS) + _LETTERS.index(letter)
        for bit in range(number.bit_length()):
            if number >> bit & 1:
                modules ^= _changed(letters, start, bit)
    row_of = f"{modules:0{side * side}b}"
    rows = (_DARK.finditer(row_of, y * side, (y + 1) * side) for y in range(side))
    return tuple(
        (run.start() - y * side, y, run.end() - run.start()) for y, row in enumerate(rows) for run in row
    ), side


@lru_cache(maxsize=1024)
def _changed(letters: int, start: int, bit: int) -> int:
    """The modules that a bit of the pair of letters at this place changes in a code of so many letters."""
    pair = "".join(_LETTERS[digit] for digit in divmod(1 << bit, len(_LETTERS)))[-(letters - start) :]
    zeros = "0" * letters
    return _code(zeros)[0] ^ _code(zeros[:start] + pair + zeros[start + len(pair) :])[0]


@lru_cache(maxsize=16)
def _code(text: str) -> tuple[int, int]:
    """The modules of a code, a bit each, and how many there are per side."""
    matrix = segno.make_qr(text, error="m", mask=_MASK, boost_error=False, mode="alphanumeric").matrix
    return int("".join(str(module) for row in matrix for module in row), 2), len(matrix)
