"""Draws the id of a worksheet as a QR code, a single path of rectangles."""

from __future__ import annotations

from functools import lru_cache

import segno

from generator.sheet.boxes import Box

_MASK = 3
"""Every mask is readable. A fixed mask avoids searching for the best one, which takes most of the time."""


def draw_code(text: str, box: Box, page_height: float) -> bytes:
    """The operators that draw the code in a box. The quiet zone is the white space around the box."""
    path, side = _path(text)
    scale = box.width / side
    return b"q 0 g %.4f 0 0 %.4f %.2f %.2f cm\n%bf Q\n" % (scale, scale, box.x, page_height - box.y, path)


@lru_cache(maxsize=16)
def _path(text: str) -> tuple[bytes, int]:
    """The dark modules as rectangles of unit height, and the number of modules per side. Pages of a copy share it."""
    runs, side = squares(text)
    return b"".join([b"%d %d %d 1 re\n" % (x, -y - 1, length) for x, y, length in runs]), side


def squares(text: str) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """The horizontal runs of dark modules as (column, row, length), and the number of modules per side."""
    matrix = segno.make_qr(text, error="m", mask=_MASK, boost_error=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        line = bytes(row)
        start = line.find(1)
        while start >= 0:
            stop = line.find(0, start)
            stop = len(line) if stop < 0 else stop
            runs.append((start, y, stop - start))
            start = line.find(1, stop)
    return tuple(runs), len(matrix)
