"""A sheet on the screen as data: its pages for a page that makes the elements itself, one copy at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from generator.assignment.worksheet import Worksheet
from generator.form.holes import Holes
from generator.form.page import Blank, PageMaker
from generator.language.words import Words
from generator.layout import Paper
from generator.layout.pictures import Drawings
from generator.sheet.boxes import Box
from generator.sheet.heading import Wording
from generator.sheet.picture import PagePicture


@dataclass(frozen=True)
class PlacedBlank:
    """A cell to type into, or a dashed copy: its box in percent of the picture, and the size of what is typed."""

    blank: Blank
    box: Box
    size: float


@dataclass(frozen=True)
class ScreenPage:
    """A page: its picture as SVG, how many points wide that is, and texts and cells in the order of reading."""

    title: str
    picture: str
    points: float
    items: tuple[str | PlacedBlank, ...]


def screen_pages(worksheet: Worksheet, paper: Paper, words: Words, numbered: bool = True) -> Iterator[ScreenPage]:
    """The pages of a worksheet that have cells; unless it is `numbered`, what is drawn from numbers is left out."""
    drawn = Drawings(paper).of(worksheet.structure)
    shown = [picture if numbered else _without_views(picture) for picture in drawn if picture.page.cells]
    holes = Holes()
    maker = PageMaker(worksheet, Wording.said_by(words), words, holes)

    def poured(text: str) -> str:
        pieces = holes.split(text)
        return "".join(piece if isinstance(piece, str) else piece(worksheet) for piece in pieces)

    for picture in shown:
        page = maker.page(picture, worksheet.tasks[picture.page.exercise].blueprint.title)
        items = (
            PlacedBlank(item, page.share_of(item.box), page.size_of(item.cell))
            if isinstance(item, Blank)
            else str(Markup(poured(item)).unescape())  # noqa: S704 - the form's own HTML, back to plain text
            for item in page.items
        )
        yield ScreenPage(page.title, poured(page.picture), page.room.width, tuple(item for item in items if item))


def _without_views(picture: PagePicture) -> PagePicture:
    passages = tuple(replace(passage, view=None) for passage in picture.page.passages)
    return replace(picture, page=replace(picture.page, passages=passages))
