"""A Sheet: where everything sits, as pages of positioned boxes; computed by the layout, read by the painter.

Lengths are points (1/72 inch). Boxes count from the top left corner of their page, y downwards. What every copy shares
is ink; what differs between copies goes into slots: cells, drawn views and fields. A Sheet holds no numbers. Passages
tell in which order a page is read aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from itertools import groupby
from typing import NamedTuple, TypeAlias

from generator.light import light
from generator.network.blueprint import Role
from generator.sheet.filling import Sign
from generator.sheet.theme import TextStyle
from generator.type.notation import Span


class Paper(Enum):
    """A paper format."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, upright."""
        return (595.28, 841.89) if self is Paper.A4 else (612.0, 792.0)


Edges: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom of a rectangle."""
TOUCHING = 0.01
"""Boxes that share no more than such a strip only touch."""


@light(frozen=True)
class Box:
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    @property
    def edges(self) -> Edges:
        """Its left, top, right and bottom."""
        return self.x, self.y, self.x + self.width, self.y + self.height

    def moved(self, right: float, down: float) -> Box:
        """The same box elsewhere."""
        return Box(self.x + right, self.y + down, self.width, self.height)

    def grown(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box with a margin on each side."""
        return Box(self.x - left, self.y - top, self.width + left + right, self.height + top + bottom)

    def overlaps(self, other: Box, tolerance: float = TOUCHING) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.x < other.x + other.width - tolerance
            and other.x < self.x + self.width - tolerance
            and self.y < other.y + other.height - tolerance
            and other.y < self.y + self.height - tolerance
        )

    def holds(self, other: Box, tolerance: float = TOUCHING) -> bool:
        """Whether the other lies within this one."""
        return (
            self.x <= other.x + tolerance
            and self.y <= other.y + tolerance
            and self.right >= other.right - tolerance
            and self.bottom >= other.bottom - tolerance
        )


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all."""
    return within([box.edges for box in boxes])


def within(edges: Iterable[Edges]) -> Box:
    """The smallest box that all these rectangles are within."""
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    x, y = min(lefts), min(tops)
    return Box(x, y, max(rights) - x, max(bottoms) - y)


def is_clear(edges: Edges, others: Iterable[Edges]) -> bool:
    """Whether none of the other rectangles shares more than an edge with one."""
    left, top, right, bottom = edges
    right, bottom = right - TOUCHING, bottom - TOUCHING
    for x, y, end, low in others:
        if x < right and left < end - TOUCHING and y < bottom and top < low - TOUCHING:
            return False
    return True


# Slots: what differs between copies


class Cell(NamedTuple):
    """A cell: the slot for one number or word. `copy` repeats a cell from elsewhere and is not marked.

    It is `asked` on every copy, or on none; or `covered`, so that each copy says whether it prints or asks it. A
    `struck` one is crossed out where it is 0.
    """

    box: Box
    exercise: int
    grid: str
    row: int
    column: int
    role: Role
    asked: bool
    copy: bool
    word: bool = False
    covered: bool = False
    struck: bool = False

    @property
    def dashed(self) -> bool:
        """Whether it copies what students write elsewhere."""
        return self.copy and (self.asked or self.covered)


class Edge(NamedTuple):
    """A line between two nodes, drawn where this cell of the copy's matrix is not 0; its number is in the `label`."""

    first: int
    second: int
    row: int
    column: int
    label: Box | None = None


class Graph(NamedTuple):
    """A drawn graph: circles at fixed places, and edges, or arrows when `directed`, as the copy's matrix says."""

    box: Box
    exercise: int
    grid: str
    names: tuple[str, ...]
    centres: tuple[tuple[float, float], ...]
    radius: float
    edges: tuple[Edge, ...]
    directed: bool = False


class Bars(NamedTuple):
    """Bars from 0, at the foot, to 1: one for each column of a grid, with a tick at the column's number.

    They are cut at the `bounds` in the same column of one grid into intervals, named by the `words` of another; both
    are empty if nothing cuts them. Words and numbers have a `size`, and a decimal `point`.
    """

    box: Box
    exercise: int
    grid: str
    bounds: str
    words: str
    bars: tuple[Box, ...]
    size: float
    point: str


DrawnView: TypeAlias = Graph | Bars
"""What is drawn in place of a grid's cells, differently on each copy."""


class FieldKind(Enum):
    """What a field of the head or foot says."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    NAME = "name"
    SCORE = "score"
    WORKSHEET = "worksheet"
    PAGE = "page"
    CODE = "code"
    KEY = "key"
    HEADER = "header"
    FOOTER = "footer"
    INSTRUCTIONS = "instructions"


class Field(NamedTuple):
    """A place in the head of a page."""

    box: Box
    kind: FieldKind


# Ink: what every copy shares


class Align(Enum):
    """How a line of text is aligned in its box."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Text(NamedTuple):
    """One line of text."""

    box: Box
    spans: tuple[Span, ...]
    style: TextStyle
    align: Align = Align.LEFT


class FrameKind(Enum):
    """What an outline around a matrix tells."""

    PLAIN = "plain"
    WEIGHT = "weight"
    BACKWARD = "backward"
    TARGET = "target"
    COPY = "copy"
    COPIED = "copied"
    """The lines between the cells of a copy."""
    WINDOW = "window"
    """Where a kernel lies first, and the cell that it gives."""
    POOLED = "pooled"
    """Cells of which one is made."""


class Frame(NamedTuple):
    """An outline around a matrix or some of its cells."""

    box: Box
    kind: FrameKind


class Arrow(NamedTuple):
    """A straight arrow."""

    start: tuple[float, float]
    end: tuple[float, float]
    backward: bool = False


class Stroke(NamedTuple):
    """A straight line of a colour."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str


class Wave(NamedTuple):
    """The sign of a function applied in between."""

    box: Box


class Dark(NamedTuple):
    """A cell that holds nothing."""

    box: Box


class Tint(NamedTuple):
    """The ground of a cell that holds its arithmetic: the tint of a role."""

    box: Box
    role: Role


class Disc(NamedTuple):
    """A step's number on a black disc."""

    box: Box
    number: int


class LegendEntry(NamedTuple):
    """In the foot, a sample of a role's cells, or of those one fills (`blank`), copies (`copy`) or finds (`hidden`)."""

    box: Box
    key: Role | str


class Signed(NamedTuple):
    """A sign of marking outside a cell."""

    box: Box
    sign: Sign


Ink: TypeAlias = Signed | Text | Frame | Arrow | Stroke | Wave | Dark | Tint | Disc | LegendEntry


# Pages: passages in the order of reading


class Reading(Enum):
    """What a passage is to somebody who has it read aloud."""

    NAME = "name"
    """The title of an exercise, where no field of the head says it."""
    TITLE = "title"
    SUBTITLE = "subtitle"
    WORDS = "words"
    GRID = "grid"


@dataclass(frozen=True)
class Passage:
    """What is read as one: the words of a title or a text, or a grid: its name, then its cells row by row.

    A grid has `columns` cells in a row, and can have headings over its columns and beside its rows; a drawn view
    takes their place.
    """

    reading: Reading
    ink: tuple[Ink, ...]
    cells: tuple[Cell, ...] = ()
    columns: int = 0
    headings: tuple[Text, ...] = ()
    row_headings: tuple[Text, ...] = ()
    view: DrawnView | None = None

    @cached_property
    def lines(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells that are read in one breath: row by row, but a single column as a whole."""
        if self.columns == 1:
            return (self.cells,)
        return tuple(tuple(row) for _, row in groupby(self.cells, key=lambda cell: cell.box.y))


@dataclass(frozen=True)
class Page:
    """One page: its format, the size of its digits, its passages, what is drawn around these, and its fields.

    It is painted `scale` times as large as it was laid out.
    """

    size: tuple[float, float]
    exercise: int
    digits: float
    passages: tuple[Passage, ...]
    drawing: tuple[Ink, ...]
    fields: tuple[Field, ...]
    scale: float = 1.0

    @cached_property
    def ink(self) -> tuple[Ink, ...]:
        """All that every copy shows."""
        return (*self.drawing, *self.read_ink)

    @cached_property
    def read_ink(self) -> tuple[Ink, ...]:
        """The ink of the passages, without cells and drawn views."""
        return tuple(
            ink for passage in self.passages for ink in (*passage.ink, *passage.headings, *passage.row_headings)
        )

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells."""
        return tuple(cell for passage in self.passages for cell in passage.cells)

    @cached_property
    def views(self) -> tuple[DrawnView, ...]:
        """All that is drawn in place of cells."""
        return tuple(passage.view for passage in self.passages if passage.view)


class Chapter(NamedTuple):
    """The pages of an exercise: its id, what their head says, and how many cells are asked."""

    id: str
    title: str
    cells: int


@dataclass(frozen=True)
class Sheet:
    """A worksheet of one or more exercises, without numbers."""

    chapters: tuple[Chapter, ...]
    pages: tuple[Page, ...]


def added_page(sheet: Sheet, exercise: int) -> Page:
    """An empty page as large as those of an exercise and under the same head, but without the score."""
    first = next(page for page in sheet.pages if page.exercise == exercise)
    on_first = (FieldKind.SCORE, FieldKind.INSTRUCTIONS)
    fields = tuple(field for field in first.fields if field.kind not in on_first)
    return replace(first, passages=(), drawing=(), fields=fields)


@dataclass(frozen=True)
class Supplement:
    """What one copy adds to its Sheet: passages on each of the pages, if any, and pages that follow them.

    Some exercises, counted from 0, have other pages `instead` of their own.
    """

    passages: tuple[tuple[Passage, ...], ...] = ()
    pages: tuple[Page, ...] = ()
    instead: Mapping[int, tuple[Page, ...]] = field(default_factory=dict)


NOTHING_ADDED = Supplement()
