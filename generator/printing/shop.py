"""The print shop: a worksheet becomes its files, and what copies share is built and laid out once."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Any, BinaryIO

from generator.assignment.answer_sheet import answer_sheet
from generator.assignment.description import Assignment
from generator.assignment.worksheet import IssuedLine, Structure, Worksheet
from generator.catalogue import Blueprints
from generator.language.words import ENGLISH, Words, translator
from generator.layout import Paper
from generator.layout.additions.supplement import lay_out_supplement
from generator.layout.editions import Edition, lay_out_edition
from generator.network.blueprint import Blueprint, Grid
from generator.network.number import POINT, show_number, with_point
from generator.network.parameters import Setting
from generator.pdf import Binding, Copy, Impression, Press
from generator.pdf.two_up import TwoUp
from generator.sheet.filling import Filling, key_filling
from generator.sheet.heading import Heading, InkUse, Wording
from generator.sheet.key import worked_listing


class Printout(Enum):
    """The kinds of file made from a worksheet."""

    SHEET = "sheets"
    ANSWERS = "answers"
    KEY = "keys"
    WORKED_KEY = "keys-worked"
    FILLABLE = "fillable"


USUAL_PARTS = frozenset((Printout.SHEET, Printout.ANSWERS, Printout.KEY))
LOOSE = MappingProxyType(
    {
        Printout.SHEET: ".pdf",
        Printout.FILLABLE: ".fillable.pdf",
        Printout.KEY: ".key.pdf",
        Printout.WORKED_KEY: ".key.pdf",
        Printout.ANSWERS: ".csv",
    }
)
"""The endings of the files of a single sheet."""
SUFFIX = MappingProxyType({part: ".csv" if part is Printout.ANSWERS else ".pdf" for part in Printout})
BOUND_FOR_CLASS = MappingProxyType(
    {Printout.SHEET: "class.pdf", Printout.KEY: "keys.pdf", Printout.WORKED_KEY: "keys-worked.pdf"}
)
"""The files that contain everybody's copy."""
KEYS = frozenset((Printout.KEY, Printout.WORKED_KEY))
"""What only the teacher may read."""


def parts_for(worked: bool, fillable: bool) -> frozenset[Printout]:
    """The parts that a teacher asks for: a key with or without working, and perhaps sheets to fill in on a screen."""
    key = Printout.WORKED_KEY if worked else Printout.KEY
    return frozenset((Printout.SHEET, Printout.ANSWERS, key, *((Printout.FILLABLE,) if fillable else ())))


@dataclass(frozen=True)
class Style:
    """What all copies of a print run share besides the exercises; `anonymous` ones show ids instead of names."""

    heading: Heading
    paper: str
    words: Words = ENGLISH
    anonymous: bool = False
    edition: Edition = Edition.USUAL

    def class_file(self, stream: BinaryIO, duplex: bool = False) -> Binding | TwoUp:
        """A file for the copies of a class, to be printed."""
        language = self.heading.wording.language
        binding = Binding(stream, self.heading.title, language, duplex, for_printers=True)
        return TwoUp(binding) if self.edition is Edition.TWO_UP else binding

    def copy_of(self, worksheet: Worksheet) -> Copy:
        """A student's copy, with the blanks blank."""
        name = "" if self.anonymous else worksheet.name
        if worksheet.letter:
            name = f"{worksheet.letter} · {name or worksheet.student}"
        values, asked = (task.values for task in worksheet.tasks), (task.spots for task in worksheet.tasks)
        return Copy(worksheet.id, worksheet.student, name, tuple(values), tuple(asked))

    @cached_property
    def origin(self) -> str:
        """A digest of everything in it that shows on a sheet; another byhand may lay the same out otherwise."""
        return digest(
            repr(self.heading), self.heading.logo, self.paper, repr((self.anonymous, self.edition.value)), _version()
        )


def digest(*contents: str | bytes) -> str:
    """A digest of what a file is made from."""
    made_from = hashlib.sha256()
    for content in contents:
        made_from.update(hashlib.sha256(content.encode() if isinstance(content, str) else content).digest())
    return made_from.hexdigest()[:16]


def _version() -> str:
    try:
        return version("byhand")
    except PackageNotFoundError:  # in a folder that was never installed, as on Gradescope
        return ""


def style_of(
    assignment: Assignment,
    paper: str | None = None,
    language: str | None = None,
    ink: str | None = None,
    anonymous: bool = False,
    edition: Edition = Edition.USUAL,
) -> Style:
    """How an assignment's sheets look; None means as the assignment says."""
    words = translator(language, assignment.folder) if language else assignment.words
    branding = assignment.branding
    heading = Heading(
        title=assignment.title,
        course=assignment.course,
        due=assignment.due,
        points=tuple(
            (task.id, with_point(show_number(task.points), words(POINT)))
            for task in assignment.tasks
            if task.points is not None
        ),
        wording=Wording.said_by(words),
        header=branding.header,
        footer=branding.footer,
        instructions=branding.instructions,
        logo=branding.logo,
        ink=InkUse(ink) if ink else branding.ink,
    )
    return Style(heading, paper or assignment.paper, words, anonymous, edition)


class PrintShop:
    """Prints in one style; each sheet is laid out once and its press kept, however many copies are printed."""

    def __init__(self, style: Style, blueprints: Blueprints | None = None) -> None:
        self.style = style
        self.blueprints = blueprints or Blueprints(style.words)
        self._presses: dict[Structure, Press] = {}
        self._origins: dict[str, str] = {}

    def __reduce__(self) -> Any:
        """Sent to another process, it leaves its presses behind."""
        return PrintShop, (self.style, self.blueprints)

    def press_for(self, structure: Structure) -> Press:
        """The press for worksheets with these exercises; a class shares one unless its parameters were changed."""
        if structure not in self._presses:
            heading = self.style.heading
            sheet = lay_out_edition(self.style.edition, structure, Paper(self.style.paper), bool(heading.instructions))
            self._presses[structure] = Press(sheet, heading)
        return self._presses[structure]

    def origin_of(self, outline: str) -> str:
        """A digest of what exercises say on a sheet and how they compute, from their outline in the record."""
        if outline not in self._origins:
            blueprints = (self.blueprints.named(name, parameters) for _, name, parameters in json.loads(outline))
            self._origins[outline] = digest(outline, *map(_content, blueprints))
        return self._origins[outline]

    def print_worksheet(
        self,
        worksheet: Worksheet,
        wanted: frozenset[Printout] = USUAL_PARTS,
        bound: frozenset[Printout] = frozenset(),
    ) -> Printed:
        """Print the wanted parts of a worksheet, and the impressions of the parts to be bound for the class."""
        files = {Printout.ANSWERS: answer_sheet(worksheet).encode()} if Printout.ANSWERS in wanted else {}
        asked = [part for part in BOUND_FOR_CLASS if part in wanted | bound]
        if not asked and Printout.FILLABLE not in wanted:
            return Printed(worksheet.student, files)
        press = self.press_for(worksheet.structure)
        plain = self.style.copy_of(worksheet)
        impressions = {part: press.impress(_copy(part, plain, worksheet, press)) for part in asked}
        for part in wanted.intersection(asked):
            file = io.BytesIO()
            press.bind([impressions[part]], file)
            files[part] = file.getvalue()
        if Printout.FILLABLE in wanted:
            file = io.BytesIO()
            press.write_form(plain, file)
            files[Printout.FILLABLE] = file.getvalue()
        if not bound:
            return Printed(worksheet.student, files)
        exercises = tuple((task.id, task.blueprint.exercise, task.blueprint.parameters) for task in worksheet.tasks)
        name = plain.name or plain.student
        kept = {part: impressions[part] for part in bound}
        return Printed(worksheet.student, files, name, exercises, kept, worksheet.letter)

    def print_twice(self, worksheet: Worksheet) -> bytes:
        """A worksheet twice on each page, to be cut apart."""
        press = self.press_for(worksheet.structure)
        impression = press.impress(self.style.copy_of(worksheet))
        file = io.BytesIO()
        bound = self.style.class_file(file)
        for _ in range(2):
            bound.add(press.plates, impression, {})
        bound.close()
        return file.getvalue()

    def print_filled(self, worksheet: Worksheet, filling: Filling) -> bytes:
        """A worksheet with its blanks filled in, as a file of its own: a marked sheet."""
        press = self.press_for(worksheet.structure)
        plain = self.style.copy_of(worksheet)
        file = io.BytesIO()
        press.write([filled(plain, filling, press)], file)
        return file.getvalue()


_NOT_SHOWN = frozenset(("recipe", "conditions", "source", "formula", "rounding", "grids"))
"""Fields of a Blueprint and its grids that hold functions; formulas and roundings are in the fingerprint."""


def _content(blueprint: Blueprint) -> str:
    """Everything of an exercise that is the same for all students."""
    return repr((blueprint.fingerprint, _shown(blueprint), [_shown(grid) for grid in blueprint.grids]))


def _shown(thing: Blueprint | Grid) -> list[tuple[str, str]]:
    return [(one.name, repr(getattr(thing, one.name))) for one in fields(thing) if one.name not in _NOT_SHOWN]


def _copy(part: Printout, plain: Copy, worksheet: Worksheet, press: Press) -> Copy:
    """The copy that a part is printed from."""
    words = press.heading.wording
    if part is Printout.KEY:
        return replace(plain, filling=key_filling(plain.values, words.key, point=words.point))
    if part is Printout.WORKED_KEY:
        listings = (
            worked_listing(number, task.blueprint, task.values, task.spots, words.working, words.point)
            for number, task in enumerate(worksheet.tasks)
        )
        return filled(plain, key_filling(plain.values, words.key, tuple(listings), words.point), press)
    return plain


def filled(plain: Copy, filling: Filling, press: Press) -> Copy:
    """A copy with its blanks filled in, and the layout of what the filling adds to the sheet."""
    return replace(plain, filling=filling, supplement=lay_out_supplement(filling, press.sheet))


def print_loose(
    worksheet: Worksheet,
    parts: Collection[Printout] = USUAL_PARTS,
    paper: str = "a4",
    words: Words = ENGLISH,
    ink: str = "full",
    edition: Edition = Edition.USUAL,
) -> Mapping[Printout, bytes]:
    """The files of a worksheet outside any assignment; `paper` is a4 or letter, `ink` full or low.

    With two to a page, the sheet is printed twice on it; everything else stays on half pages.
    """
    heading = Heading(wording=Wording.said_by(words), ink=InkUse(ink))
    shop = PrintShop(Style(heading, paper, words, edition=edition))
    files = dict(shop.print_worksheet(worksheet, frozenset(parts)).files)
    if edition is Edition.TWO_UP and Printout.SHEET in files:
        files[Printout.SHEET] = shop.print_twice(worksheet)
    return files


@dataclass(frozen=True)
class PrintOrder:
    """A piece of work: some recorded worksheets, the wanted parts of each, and the parts bound for the class."""

    lines: tuple[IssuedLine, ...]
    wanted: tuple[frozenset[Printout], ...]
    bound: frozenset[Printout] = frozenset()


@dataclass(frozen=True)
class Printed:
    """The files made from a worksheet; for the class files also the impressions and the exercises that they show.

    Exercises are given by id, name and parameters, so that they can be sent back from another process.
    """

    student: str
    files: Mapping[Printout, bytes]
    name: str = ""
    exercises: tuple[tuple[str, str, Mapping[str, Setting]], ...] = ()
    impressions: Mapping[Printout, Impression] = field(default_factory=dict)
    letter: str = ""


def print_piece(shop: PrintShop, order: PrintOrder) -> tuple[Printed, ...]:
    """Print a piece of the class."""
    return tuple(
        shop.print_worksheet(line.worksheet(shop.blueprints), wanted, order.bound)
        for line, wanted in zip(order.lines, order.wanted, strict=True)
    )
