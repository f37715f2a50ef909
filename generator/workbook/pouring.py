"""Fills the holes of a template: a copy's numbers, name and id become a workbook of its own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape
from itertools import chain

from generator.assignment.worksheet import Worksheet
from generator.files.zips import zipped
from generator.network.number import show_value
from generator.sheet.boxes import Sheet
from generator.sheet.heading import Heading
from generator.sheet.views import described
from generator.workbook.template import HOLE, Hole, KeyAt, NumberAt, StudentName, Template, ViewAt, WorksheetId

_HOLE = re.compile(
    rf'<c r="([A-Z]+\d+)"((?: s="\d+")?)>(<f>[^<]*</f>|)<v>({str(HOLE)[0]}\d{{{len(str(HOLE)) - 1}}})</v></c>'
)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold."""
_PIECES = 5
"""What a hole splits a tab into: what is before it, and its address, look, formula and number."""
_TABS = "xl/worksheets/sheet"


class WorkbookMould:
    """A template taken apart, so that each copy costs only what is its own."""

    def __init__(self, template: Template, sheet: Sheet, heading: Heading) -> None:
        self._holes, self._sheet, self._heading = template.holes, sheet, heading
        self._fixed: dict[str, bytes] = {}
        self._tabs: dict[str, list[str]] = {}
        with zipfile.ZipFile(io.BytesIO(template.content)) as parts:
            for name in parts.namelist():
                if name.startswith(_TABS):
                    self._tabs[name] = _HOLE.split(parts.read(name).decode())
                else:
                    self._fixed[name] = parts.read(name)

    def pour(self, worksheet: Worksheet, name: str) -> bytes:
        """The workbook of a worksheet; `name` is what it says of the student."""
        texts = [self._text(hole, worksheet, name) for hole in self._holes]
        tabs = ((part, "".join(_filled(pieces, texts)).encode()) for part, pieces in self._tabs.items())
        return zipped(chain(self._fixed.items(), tabs))

    def _text(self, hole: Hole, worksheet: Worksheet, name: str) -> str:
        match hole:
            case NumberAt(exercise, grid, row, column):
                return show_value(worksheet.tasks[exercise].printed[grid][row][column])
            case KeyAt(exercise, grid, row, column):
                return show_value(worksheet.tasks[exercise].values[grid][row][column])
            case StudentName():
                return name
            case WorksheetId():
                return worksheet.id
            case ViewAt(page, number):
                return self._described(page, number, worksheet)

    def _described(self, page: int, number: int, worksheet: Worksheet) -> str:
        view = self._sheet.pages[page].views[number]
        values = worksheet.tasks[view.exercise].printed
        return f"{view.grid}: {described(view, values, self._heading.wording, solved=False)}"


def _filled(pieces: list[str], texts: list[str]) -> Iterator[str]:
    """The parts of a tab: between holes as they are, and for each hole its address, look and text."""
    for start in range(0, len(pieces) - 1, _PIECES):
        fixed, address, look, formula, hole = pieces[start : start + _PIECES]
        yield fixed
        yield _cell(address, look, formula, texts[int(hole) - HOLE])
    yield pieces[-1]


def _cell(address: str, look: str, formula: str, text: str) -> str:
    if _NUMBER.fullmatch(text):
        return f'<c r="{address}"{look}>{formula}<v>{text}</v></c>'
    safe = escape(_CONTROL.sub("", text), quote=False)
    if formula:
        return f'<c r="{address}"{look} t="str">{formula}<v>{safe}</v></c>'
    return f'<c r="{address}"{look} t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'
