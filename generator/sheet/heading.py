"""Holds what the head and foot of every page say to the whole class: plain data, painted by the press."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import Enum

from generator.language.words import Words
from generator.network.blueprint import Role
from generator.network.number import POINT

Legend = tuple[tuple[Role | str, str], ...]

_LEGEND: Legend = (
    (Role.INPUT, "input"),
    (Role.HIDDEN, "hidden"),
    (Role.MEMORY, "memory"),
    (Role.OUTPUT, "output"),
    (Role.INDEX, "index"),
    (Role.WEIGHT, "weights"),
    (Role.BIAS, "bias"),
    (Role.TARGET, "target"),
    (Role.QUERY, "query"),
    (Role.ANSWER, "answer"),
    (Role.ATTENTION, "attention"),
    (Role.GRADIENT, "gradient"),
    ("blank", "empty, solid: fill in"),
    ("hidden", "?: find this number"),
    ("copy", "dashed: copy, not marked"),
)


class InkUse(Enum):
    """How much ink a sheet uses: `LOW` leaves out tints and draws thin lines."""

    FULL = "full"
    LOW = "low"


@dataclass(frozen=True)
class Wording:
    """The words of the head and foot, in English or as translated by `said_by`."""

    name: str = "Name"
    score: str = "Score"
    page: str = "page {number} of {pages}"
    due: str = "due {due}"
    key: str = "Key"
    points: str = "Points: {points}"
    working: str = "Working"
    cell: str = "{grid}, row {row}, column {column}"
    blank: str = "blank: {rows} × {columns}"
    graph: str = "Graph with the edges {edges}"
    bars: str = "Bars from 0 to 1 with the ticks {ticks}"
    intervals: str = "Bars from 0 to 1 with the ticks {ticks}, cut into {intervals}"
    point: str = POINT
    language: str = "en"
    legend: Legend = _LEGEND

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The single texts by the names of their fields."""
        names = (one.name for one in fields(self) if one.name not in ("language", "legend"))
        return tuple((name, getattr(self, name)) for name in names)

    @staticmethod
    def sentences() -> tuple[str, ...]:
        """All that a language translates."""
        own = Wording()
        return tuple(text for _, text in (*own.texts, *own.legend))

    @staticmethod
    def said_by(words: Words) -> Wording:
        """The wording in other words, such as those of another language."""
        own = Wording()
        translated = {name: words(text) for name, text in own.texts}
        legend = tuple((key, words(name)) for key, name in own.legend)
        return Wording(**translated, language=words.language, legend=legend)


@dataclass(frozen=True)
class Heading:
    """The texts and logo of every page, and the instructions on the first. Texts may be empty; `logo` is an image file.

    `points` is what each exercise is worth, by its id; other exercises are worth one point per cell.
    """

    title: str = ""
    course: str = ""
    due: str = ""
    points: tuple[tuple[str, str], ...] = ()
    wording: Wording = Wording()
    header: str = ""
    footer: str = ""
    instructions: str = ""
    logo: bytes = field(default=b"", repr=False)
    ink: InkUse = InkUse.FULL

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that the teacher wrote."""
        return tuple(filter(None, (self.title, self.course, self.due, self.header, self.footer, self.instructions)))
