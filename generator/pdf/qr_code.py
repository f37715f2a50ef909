"""The worksheet's id as a QR code: one path of rectangles."""

from __future__ import annotations

from functools import lru_cache

import segno

from generator.sheet.boxes import Box

_MASK = 3
"""Any mask is readable; a fixed one spares the search for the prettiest, which is most of the work."""


def draw_code(text: str, box: Box, page_height: float) -> bytes:
    """The operators that draw the code in a box; its quiet zone is the white around the box."""
    path, side = _path(text)
    scale = box.width / side
    return b"q 0 g %.4f 0 0 %.4f %.2f %.2f cm\n%bf Q\n" % (scale, scale, box.x, page_height - box.y, path)


@lru_cache(maxsize=16)
def _path(text: str) -> tuple[bytes, int]:
    """The dark modules as rectangles a unit high, once for all pages of a copy, and the modules on a side."""
    runs, side = squares(text)
    return b"".join([b"%d %d %d 1 re\n" % (x, -y - 1, length) for x, y, length in runs]), side


def squares(text: str) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """The dark modules as (column, row, length) of horizontal runs, and the modules on a side."""
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
