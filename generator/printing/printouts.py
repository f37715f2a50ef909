"""The kinds of file that a worksheet is printed as, what is ordered, and what comes back from the printer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.network.parameters import Setting
from generator.pdf import Impression

if TYPE_CHECKING:
    from generator.assignment.issued_lines import IssuedLine


class Printout(Enum):
    """The kinds of file made from a worksheet."""

    SHEET = "sheets"
    ANSWERS = "answers"
    KEY = "keys"
    WORKED_KEY = "keys-worked"
    FILLABLE = "fillable"
    WORKBOOK = "workbooks"
    LIVE_KEY = "live keys"
    FILLED_IN = "filled in"
    FORM = "forms"

    @property
    def folder(self) -> str:
        """The folder that these files go into: workbooks and forms lie beside what they replace."""
        return _BESIDE.get(self, self).value


_BESIDE = {
    Printout.WORKBOOK: Printout.ANSWERS,
    Printout.FORM: Printout.ANSWERS,
    Printout.LIVE_KEY: Printout.KEY,
    Printout.FILLED_IN: Printout.KEY,
}
USUAL_PARTS = frozenset((Printout.SHEET, Printout.ANSWERS, Printout.KEY))
LOOSE = MappingProxyType(
    {
        Printout.SHEET: ".pdf",
        Printout.FILLABLE: ".fillable.pdf",
        Printout.KEY: ".key.pdf",
        Printout.WORKED_KEY: ".key.pdf",
        Printout.ANSWERS: ".csv",
        Printout.WORKBOOK: ".xlsx",
        Printout.LIVE_KEY: ".key.xlsx",
        Printout.FILLED_IN: ".key.csv",
        Printout.FORM: ".html",
    }
)
"""The endings of the files of a single sheet."""
_NOT_PAPER = {
    Printout.ANSWERS: ".csv",
    Printout.WORKBOOK: ".xlsx",
    Printout.LIVE_KEY: ".xlsx",
    Printout.FILLED_IN: ".csv",
    Printout.FORM: ".html",
}
SUFFIX = MappingProxyType({part: _NOT_PAPER.get(part, ".pdf") for part in Printout})
BOUND_FOR_CLASS = MappingProxyType(
    {Printout.SHEET: "class.pdf", Printout.KEY: "keys.pdf", Printout.WORKED_KEY: "keys-worked.pdf"}
)
"""The files that contain everybody's copy."""
KEYS = frozenset((Printout.KEY, Printout.WORKED_KEY, Printout.LIVE_KEY, Printout.FILLED_IN))
"""What only the teacher may read."""
POURED = frozenset((Printout.WORKBOOK, Printout.LIVE_KEY, Printout.FORM))
"""What is filled in from a mould: what a spreadsheet program opens, and what a browser does."""


class KeyForm(Enum):
    """The forms of a key: blanks filled in, with the working, as a workbook with live formulas, or to be marked."""

    PLAIN = "plain"
    WORKED = "worked"
    WORKBOOK = "workbook"
    CSV = "csv"


_PARTS_OF_KEY = {
    KeyForm.PLAIN: {Printout.KEY},
    KeyForm.WORKED: {Printout.WORKED_KEY},
    KeyForm.WORKBOOK: {Printout.KEY, Printout.LIVE_KEY},
    KeyForm.CSV: {Printout.KEY, Printout.FILLED_IN},
}


def parts_for(key: KeyForm, fillable: bool, workbook: bool, form: bool) -> frozenset[Printout]:
    """The parts that a teacher asks for: a form of the key, and perhaps sheets to fill in on a screen."""
    wished = {Printout.FILLABLE: fillable, Printout.WORKBOOK: workbook, Printout.FORM: form}
    asked = (part for part, wish in wished.items() if wish)
    return frozenset((Printout.SHEET, Printout.ANSWERS, *_PARTS_OF_KEY[key], *asked))


class PrintOrder(NamedTuple):
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
