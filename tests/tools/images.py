"""Images for logos: one of a single colour in any kind of file, and one whose lines are filtered in all ways."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 37, 23


def picture(size: tuple[int, int] = (40, 20), kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "#205080").save(file, kind)
    return file.getvalue()


def filtered(mode: str) -> bytes:
    """A smooth picture, whose lines Pillow filters in all ways."""
    noise = (np.random.RandomState(0).rand(50, 60, 4) * 255).astype("uint8")
    file = BytesIO()
    smooth = Image.fromarray(noise, "RGBA").resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    smooth.convert(mode).save(file, "PNG", optimize=True)
    return file.getvalue()
