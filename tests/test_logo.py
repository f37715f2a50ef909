"""Logos: images of every kind look in a PDF file as in the file itself, and broken ones are refused."""

from __future__ import annotations

import random
import sys
import zlib
from contextlib import suppress
from io import BytesIO
from itertools import product

import numpy as np
import png
import pypdfium2
import pytest
from PIL import Image

from generator.errors import ByhandError
from generator.pdf.document import Document
from generator.pdf.images.logo import MOST_PIXELS, read_logo
from generator.pdf.packed import Packed
from generator.pdf.typeface import GlyphsUsed
from generator.pdf.writer import Writer
from tests.tools.images import HEIGHT, WIDTH, filtered, picture

MODES = ("L", "LA", "RGB", "RGBA", "P")
GREEN = (0, 255, 0)
"""The ground that pictures are drawn on, so that it is seen where they are transparent."""


def samples(bits: int, planes: int) -> list[list[int]]:
    """The lines of a picture that has some of everything, the same whenever it is asked for."""
    chance = random.Random(bits * planes)
    return [[chance.randrange(1 << bits) for _ in range(WIDTH * planes)] for _ in range(HEIGHT)]


def png_of(bits: int, *, grey: bool = True, alpha: bool = False, interlace: bool = False) -> bytes:
    file = BytesIO()
    writer = png.Writer(WIDTH, HEIGHT, greyscale=grey, alpha=alpha, bitdepth=bits, interlace=interlace)
    writer.write(file, samples(bits, (1 if grey else 3) + alpha))
    return file.getvalue()


def png_with_palette(bits: int, *, opaque: bool, interlace: bool) -> bytes:
    chance = random.Random(bits)
    colours = [tuple(chance.randrange(256) for _ in range(3 if opaque else 4)) for _ in range(1 << bits)]
    file = BytesIO()
    png.Writer(WIDTH, HEIGHT, palette=colours, bitdepth=bits, interlace=interlace).write(file, samples(bits, 1))
    return file.getvalue()


def png_with_one_transparent_grey() -> bytes:
    file = BytesIO()
    png.Writer(WIDTH, HEIGHT, greyscale=True, bitdepth=8, transparent=samples(8, 1)[0][0]).write(file, samples(8, 1))
    return file.getvalue()


def jpeg_of(mode: str, *, progressive: bool) -> bytes:
    smooth = Image.linear_gradient("L").resize((WIDTH, HEIGHT)).convert("RGB")
    file = BytesIO()
    smooth.convert(mode).save(file, "JPEG", progressive=progressive)
    return file.getvalue()


def other(kind: str, mode: str) -> bytes:
    """A picture with a transparent part, in another kind of file."""
    drawing = Image.radial_gradient("L").resize((WIDTH, HEIGHT)).convert("RGBA")
    drawing.paste((0, 0, 0, 0), (3, 4, 9, 12))
    file = BytesIO()
    drawing.convert(mode).save(file, kind, **({"lossless": True} if kind == "WEBP" else {}))
    return file.getvalue()


OTHERS = {kind: other(kind, mode) for kind, mode in (("GIF", "RGBA"), ("WEBP", "RGBA"), ("BMP", "RGB"), ("TIFF", "LA"))}
KINDS = {
    **OTHERS,
    **{
        f"grey {bits} {interlace}": png_of(bits, interlace=interlace)
        for bits in (1, 2, 4, 8, 16)
        for interlace in (False, True)
    },
    **{
        f"{'grey' if grey else 'colours'} {alpha} {bits} {interlace}": png_of(
            bits, grey=grey, alpha=alpha, interlace=interlace
        )
        for grey, alpha, bits, interlace in product((True, False), (True, False), (8, 16), (True, False))
        if alpha or not grey
    },
    **{
        f"palette {bits} {opaque} {interlace}": png_with_palette(bits, opaque=opaque, interlace=interlace)
        for bits, opaque, interlace in product((1, 2, 4, 8), (True, False), (True, False))
    },
    "one transparent grey": png_with_one_transparent_grey(),
    **{f"filtered {mode}": filtered(mode) for mode in MODES},
    **{f"jpeg {mode} {late}": jpeg_of(mode, progressive=late) for mode in ("L", "RGB") for late in (True, False)},
}


def drawn_from(data: bytes) -> np.ndarray:
    """The pixels of a page that shows a logo as large as it is."""
    logo, file = read_logo(data), BytesIO()
    writer = Writer(file)
    document = Document(writer, "Logo", "en")
    document.add_image(logo)
    place = document.start_page()
    ground = b"0 1 0 rg 0 0 %d %d re f q" % (logo.width, logo.height)
    ink = b"%b %d 0 0 %d 0 0 cm /%b Do Q" % (ground, logo.width, logo.height, logo.name.encode())
    document.put_page(place, (logo.width, logo.height), [document.shared(Packed.of(ink, {}))])
    document.put_resources(writer, GlyphsUsed())
    writer.close(*document.close())
    return np.asarray(pypdfium2.PdfDocument(file.getvalue())[0].render(scale=1).to_pil().convert("RGB")).astype(int)


def meant_by(data: bytes) -> np.ndarray:
    """The pixels as Pillow reads them."""
    read = Image.open(BytesIO(data))
    if read.mode.startswith("I"):  # 16 bits of grey
        return np.stack([np.asarray(read).astype(int) // 257] * 3, axis=-1)
    ground = Image.new("RGBA", read.size, (*GREEN, 255))
    ground.alpha_composite(read.convert("RGBA"))
    return np.asarray(ground.convert("RGB")).astype(int)


@pytest.mark.parametrize("kind", KINDS)
def test_a_logo_looks_as_in_its_file(kind: str) -> None:
    drawn, meant = drawn_from(KINDS[kind]), meant_by(KINDS[kind])
    assert drawn.shape == (HEIGHT, WIDTH, 3)
    assert np.abs(drawn - meant).max() <= 3  # 16 bits of opacity are rounded in two ways


def test_the_lines_of_these_pictures_are_filtered_in_every_way() -> None:
    ways = set()
    for mode in MODES:
        reader = png.Reader(bytes=filtered(mode))
        lines = zlib.decompress(b"".join(content for kind, content in reader.chunks() if kind == b"IDAT"))
        ways |= set(lines[:: len(lines) // HEIGHT])
    assert ways >= {1, 2, 3, 4}


def test_white_of_a_jpeg_for_printers_is_white_because_adobe_wrote_it() -> None:
    file = BytesIO()
    Image.new("CMYK", (8, 8)).save(file, "JPEG")
    by_adobe = file.getvalue()
    assert b"Adobe" in by_adobe
    assert drawn_from(by_adobe).min() > 200
    place = by_adobe.index(b"\xff\xee")
    by_others = by_adobe[:place] + by_adobe[place + 16 :]
    assert drawn_from(by_others).max() < 60  # the same numbers, which here mean all ink instead of none


def test_a_jpeg_is_in_the_file_as_it_was() -> None:
    data = KINDS["jpeg RGB True"]
    assert read_logo(data).data == data


@pytest.mark.parametrize("kind", ["grey 8 False", "colours True 8 False", "palette 4 False True", "jpeg RGB False"])
def test_a_damaged_logo_is_refused_or_printed_but_nothing_else_happens(kind: str) -> None:
    chance, refused = random.Random(kind), 0
    for _ in range(300):
        damaged = bytearray(KINDS[kind])
        for _ in range(chance.choice((1, 2, 5))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        kept = damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))]
        with suppress(ByhandError):
            read_logo(_with_checks(bytes(kept)))
            continue
        refused += 1
    assert refused > 30


def _with_checks(data: bytes) -> bytes:
    """A damaged PNG whose checksums are right, so that more of it is read."""
    if not data.startswith(b"\x89PNG"):
        return data
    mended, place = data[:8], 8
    while place + 12 <= len(data):
        end = place + 8 + int.from_bytes(data[place : place + 4], "big")
        content = data[place + 4 : end]
        mended += data[place : place + 4] + content + zlib.crc32(content).to_bytes(4, "big")
        place = end + 4
    return mended


@pytest.mark.parametrize(
    ("size", "fits"), [((2000, MOST_PIXELS // 2000), True), ((2000, MOST_PIXELS // 2000 + 1), False)]
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_has_so_many_pixels_and_not_one_line_more(size: tuple[int, int], fits: bool, kind: str) -> None:
    data = picture(size, kind)
    if fits:
        assert (read_logo(data).width, read_logo(data).height) == size
    else:
        with pytest.raises(ByhandError, match="2000 × 2001 pixels; make it smaller"):
            read_logo(data)


def test_a_picture_that_holds_far_more_than_it_says_is_refused_before_it_fills_the_memory() -> None:
    reader = png.Reader(bytes=KINDS["grey 8 True"])
    chunks = [
        (kind, zlib.compress(bytes(50_000_000)) if kind == b"IDAT" else content) for kind, content in reader.chunks()
    ]
    file = BytesIO()
    png.write_chunks(file, chunks)
    with pytest.raises(ByhandError, match="cannot be read"):
        read_logo(file.getvalue())


def test_jpegs_that_no_viewer_of_pdf_reads_are_refused() -> None:
    data = KINDS["jpeg RGB False"]
    frame = data.index(b"\xff\xc0")
    for broken, fault in (
        (data[: frame + 1] + b"\xc3" + data[frame + 2 :], "of a kind that PDF files cannot contain"),  # lossless
        (data[: frame + 4] + b"\x0c" + data[frame + 5 :], "of a kind that PDF files cannot contain"),  # 12 bits
        (data[:-2], "cut off or damaged"),
        (data[:frame], "cut off or damaged"),
    ):
        with pytest.raises(ByhandError, match=fault):
            read_logo(broken)


def test_a_page_in_a_browser_says_that_it_reads_png_and_jpeg_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PIL", "reportlab", "generator.pdf.images.painted"):
        monkeypatch.setitem(sys.modules, name, None)
    read_logo.cache_clear()
    assert read_logo(KINDS["grey 8 False"]).width == WIDTH
    with pytest.raises(ByhandError, match="neither PNG nor JPEG, which is all that is read here"):
        read_logo(OTHERS["WEBP"])


@pytest.mark.parametrize("kind", OTHERS)
def test_another_image_that_is_cut_off_or_of_a_kind_nobody_expects_is_refused(kind: str) -> None:
    for broken in (OTHERS[kind][:40], OTHERS[kind][:4] + b"?" * 60, b"%!PS-Adobe-3.0 EPSF-3.0"):
        with pytest.raises(ByhandError, match="cannot be read as an image"):
            read_logo(broken)
