"""Files are written object by object: independent readers open them, and equal content gives equal bytes."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from generator.pdf.document import Document
from generator.pdf.ink import Pen
from generator.pdf.outline import PageTree
from generator.pdf.packed import Packed, StreamPart, spelled, woven
from generator.pdf.typeface import GlyphsUsed
from generator.pdf.writer import Writer
from generator.sheet import theme
from generator.sheet.boxes import Align, Box


def finished(pages: int, bookmarks: int = 0, words: bytes = b"") -> bytes:
    """A file with some empty pages, the first of which have bookmarks."""
    file = BytesIO()
    writer = Writer(file)
    document = Document(writer, "Title (1)", "en")
    for number in range(pages):
        place = document.start_page([f"Page {number} é"] if number < bookmarks else [])
        document.put_page(place, (200 + number, 100), [document.shared(Packed.of(words, {}))])
    document.put_resources(writer, GlyphsUsed())
    writer.close(*document.close())
    return file.getvalue()


@pytest.mark.parametrize("pages", [1, 63, 64, 65, 129])
def test_every_page_is_found_in_order_however_many_nodes_the_tree_has(pages: int) -> None:
    with pikepdf.open(BytesIO(finished(pages)), attempt_recovery=False) as document:
        assert not document.check_pdf_syntax()
        assert [int(page.MediaBox[2]) for page in document.pages] == [200 + number for number in range(pages)]


@pytest.mark.parametrize("bookmarks", [0, 1, 2, 5])
def test_bookmarks_lead_to_their_pages(bookmarks: int) -> None:
    with pikepdf.open(BytesIO(finished(6, bookmarks))) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root] == [f"Page {number} é" for number in range(bookmarks)]
        assert ("/Outlines" in document.Root) == bool(bookmarks)
        for number, item in enumerate(outline.root):
            page: Any = item.destination
            assert int(page[0].MediaBox[2]) == 200 + number


def test_a_file_says_what_it_is_called_and_in_which_language_it_is() -> None:
    with pikepdf.open(BytesIO(finished(1))) as document:
        assert document.docinfo.Title == "Title (1)"
        assert document.Root.Lang == "en"
        assert document.Root.ViewerPreferences.DisplayDocTitle


def test_shared_ink_is_in_the_file_once() -> None:
    more = len(finished(4, words=b"0 g\n" * 40)) - len(finished(4))
    assert more == len(finished(1, words=b"0 g\n" * 40)) - len(finished(1))


def test_equal_content_has_an_equal_identifier_and_other_content_another_one() -> None:
    def identifier(content: bytes) -> bytes:
        return content[content.index(b"/ID") :].split(b"]")[0]

    assert finished(2) == finished(2)
    assert identifier(finished(1, words=b"1 g")) != identifier(finished(1, words=b"0 g"))


def test_files_that_begin_alike_are_continued_each_on_its_own() -> None:
    file = BytesIO()
    writer = Writer(file)
    catalog, tree = writer.reserve(), PageTree(writer)
    root = tree.close()
    writer.put(spelled({"Type": "/Catalog", "Pages": root}), catalog)
    beginning = writer.beginning(file.getvalue())
    for subject in ("(one)", "(another)", "(one)"):
        copy = BytesIO()
        continued = Writer(copy, beginning)
        continued.close(catalog, continued.put(spelled({"Subject": subject})))
        with pikepdf.open(copy, attempt_recovery=False) as document:
            assert f"({document.docinfo.Subject})" == subject


def test_a_reserved_object_that_was_never_written_is_noticed() -> None:
    writer = Writer(BytesIO())
    catalog = writer.put(spelled({}))
    writer.reserve()
    with pytest.raises(ValueError, match="object 2 was reserved"):
        writer.close(catalog, catalog)


def test_an_object_is_written_once() -> None:
    writer = Writer(BytesIO())
    reserved = writer.reserve()
    writer.put(b"1", reserved)
    with pytest.raises(ValueError, match="object 1 is in the file already"):
        writer.put(b"2", reserved)


def test_a_beginning_is_what_was_written() -> None:
    with pytest.raises(ValueError, match="were written, but 3 are given"):
        Writer(BytesIO()).beginning(b"PDF")


@pytest.mark.parametrize("own", [[b"", b"", b""], [b"one", b"", b"three" * 900], [b"x" * 70_000] * 3])
def test_fixed_and_own_ink_are_woven_into_one_stream(own: list[bytes]) -> None:
    fixed = [b"A " * 500, b"", b"B"]
    stream = woven([StreamPart.of(data) for data in fixed], own)
    packed = stream.split(b"\nstream\n", 1)[1].removesuffix(b"\nendstream")
    assert zlib.decompress(packed) == b"".join(a + b for a, b in zip(fixed, own, strict=True))
    assert b"/Length %d " % len(packed) in stream


@pytest.mark.parametrize(("size", "as_it_is"), [(300, True), (301, False)])
def test_only_a_long_part_of_a_copy_is_compressed(size: int, as_it_is: bool) -> None:
    stream = woven([StreamPart.of(b"A"), StreamPart.of(b"")], [b"x" * size, b"y"])
    packed = stream.split(b"\nstream\n", 1)[1].removesuffix(b"\nendstream")
    assert (b"x" * size in packed) is as_it_is
    assert zlib.decompress(packed) == b"A" + b"x" * size + b"y"


def test_a_line_that_is_drawn_again_is_the_same_and_each_file_gets_its_glyphs() -> None:
    first, second = GlyphsUsed(), GlyphsUsed()
    drawn = {Pen(100, used, {}).line("Ada ẞ", theme.FIELD, Box(1, 2, 90, 10)) for used in (first, second)}
    assert len(drawn) == 1
    assert first.found == second.found
    assert {text for glyphs in second.found.values() for text in glyphs.values()} >= set("Adaẞ ")


def test_a_line_goes_where_it_is_drawn() -> None:
    pens, boxes = (Pen(100, GlyphsUsed(), {}), Pen(120, GlyphsUsed(), {})), (Box(1, 2, 90, 10), Box(5, 2, 90, 10))
    drawn = {pen.line("Ada", theme.FIELD, box, align) for pen in pens for box in boxes for align in Align}
    assert len(drawn) == 2 * 2 * 3
