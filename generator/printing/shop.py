"""The print shop: a worksheet becomes its files, and what copies share is built and laid out once."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from generator.assignment.answer_sheet import AnswerMould, filled_in
from generator.assignment.worksheet import Structure, Worksheet
from generator.catalogue import Blueprints
from generator.language.words import ENGLISH, Words
from generator.layout import Paper
from generator.layout.additions.blank_pages import all_blank_pages
from generator.layout.editions import Edition, LayOut, lay_out_edition
from generator.pdf import Copy, Press
from generator.printing.origins import content_of, digest
from generator.printing.printouts import BOUND_FOR_CLASS, KEYS, POURED, USUAL_PARTS, Printed, PrintOrder, Printout
from generator.printing.style import Style
from generator.sheet.filling import Filling, key_filling
from generator.sheet.heading import Heading, InkUse, Wording
from generator.sheet.key import worked

if TYPE_CHECKING:
    from generator.form.pouring import FormMould
    from generator.sheet.boxes import Sheet
    from generator.workbook.pouring import WorkbookMould


class PrintShop:
    """Prints in one style; each sheet is laid out once and its press kept, however many copies are printed."""

    def __init__(self, style: Style, blueprints: Blueprints | None = None, lay_out: LayOut = lay_out_edition) -> None:
        self.style = style
        self._lay_out = lay_out
        self.blueprints = blueprints or Blueprints(style.words)
        self._presses: dict[Structure, Press] = {}
        self._moulds: dict[tuple[Printout, Structure, str], WorkbookMould | FormMould] = {}
        self._answers: dict[tuple[Structure, str], AnswerMould] = {}
        self._origins: dict[str, str] = {}

    def __reduce__(self) -> Any:
        """Sent to another process, it leaves its presses behind."""
        return PrintShop, (self.style, self.blueprints, self._lay_out)

    def press_for(self, structure: Structure) -> Press:
        """The press for worksheets with these exercises; a class shares one unless its parameters were changed."""
        if structure not in self._presses:
            heading = self.style.heading
            sheet = self._lay_out(self.style.edition, structure, Paper(self.style.paper), bool(heading.instructions))
            self._presses[structure] = Press(sheet, heading, tuple(all_blank_pages(sheet)))
        return self._presses[structure]

    def mould_for(self, worksheet: Worksheet, part: Printout = Printout.WORKBOOK) -> WorkbookMould | FormMould:
        """The mould for workbooks or forms of worksheets like this one, which ask for the same cells."""
        kind = part, worksheet.structure, repr([task.spots for task in worksheet.tasks])
        if kind not in self._moulds:
            sheet, heading = self.press_for(worksheet.structure).sheet, self.style.heading
            self._moulds[kind] = _mould_of(part, sheet, heading, worksheet, self.style.words)
        return self._moulds[kind]

    def origin_of(self, outline: str) -> str:
        """A digest of what exercises say on a sheet and how they compute, from their outline in the record."""
        if outline not in self._origins:
            blueprints = (self.blueprints.named(name, parameters) for _, name, parameters in json.loads(outline))
            self._origins[outline] = digest(outline, *map(content_of, blueprints))
        return self._origins[outline]

    def print_worksheet(
        self,
        worksheet: Worksheet,
        wanted: frozenset[Printout] = USUAL_PARTS,
        bound: frozenset[Printout] = frozenset(),
    ) -> Printed:
        """Print the wanted parts of a worksheet, and the impressions of the parts to be bound for the class."""
        tables = {Printout.ANSWERS: self._blank_answers, Printout.FILLED_IN: filled_in}
        files = {part: table(worksheet).encode() for part, table in tables.items() if part in wanted}
        plain = self.style.copy_of(worksheet)
        for part in wanted & POURED:
            files[part] = self.mould_for(worksheet, part).pour(worksheet, plain.name or plain.student)
        asked = [part for part in BOUND_FOR_CLASS if part in wanted | bound]
        if not asked and Printout.FILLABLE not in wanted:
            return Printed(worksheet.student, files)
        press = self.press_for(worksheet.structure)
        impressions = {part: press.impress(_copy(part, plain, worksheet, press)) for part in asked}
        for part in wanted.intersection(asked):
            file = io.BytesIO()
            press.bind(impressions[part], file)
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

    def _blank_answers(self, worksheet: Worksheet) -> str:
        kind = worksheet.structure, repr([task.asked for task in worksheet.tasks])
        if kind not in self._answers:
            self._answers[kind] = AnswerMould(worksheet)
        return self._answers[kind].pour(worksheet)

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
        press.write(filled(plain, filling, press), file)
        return file.getvalue()


def _mould_of(
    part: Printout, sheet: Sheet, heading: Heading, worksheet: Worksheet, words: Words
) -> WorkbookMould | FormMould:
    """The mould for a kind of file; what makes it is loaded only now, because few ask for it."""
    if part is Printout.FORM:
        from generator.form.pouring import FormMould

        return FormMould(sheet, heading, worksheet, words)
    from generator.workbook.answer_book import AnswerBook
    from generator.workbook.live_key import LiveKey
    from generator.workbook.pouring import WorkbookMould

    kind = {Printout.WORKBOOK: AnswerBook, Printout.LIVE_KEY: LiveKey}[part]
    return WorkbookMould(kind(sheet, heading, worksheet, words).template(), sheet, heading)


def _copy(part: Printout, plain: Copy, worksheet: Worksheet, press: Press) -> Copy:
    """The copy that a part is printed from."""
    words = press.heading.wording
    if part not in KEYS:
        return plain
    asked = [{name: values[name] for name in spots} for values, spots in zip(plain.values, plain.asked, strict=True)]
    if part is Printout.KEY:
        return replace(plain, filling=key_filling(asked, words.key, point=words.point))
    working = (
        worked(number, task.blueprint, task.values, task.spots, words.working, words.point)
        for number, task in enumerate(worksheet.tasks)
    )
    return filled(plain, key_filling(asked, words.key, tuple(working), words.point), press)


def filled(plain: Copy, filling: Filling, press: Press) -> Copy:
    """A copy with its blanks filled in, and the layout of what the filling adds to the sheet."""
    # Few copies add anything: what lays that out is loaded only now.
    from generator.layout.additions.supplement import lay_out_supplement

    supplement = lay_out_supplement(filling, press.sheet, footed=bool(press.heading.footer))
    return replace(plain, filling=filling, supplement=supplement)


def print_loose(
    worksheet: Worksheet,
    parts: Collection[Printout] = USUAL_PARTS,
    paper: str = "a4",
    words: Words = ENGLISH,
    ink: str = "full",
    edition: Edition = Edition.USUAL,
    lay_out: LayOut = lay_out_edition,
) -> Mapping[Printout, bytes]:
    """The files of a worksheet outside any assignment; `paper` is a4 or letter, `ink` full or low.

    With two to a page, the sheet is printed twice on it; everything else stays on half pages.
    """
    heading = Heading(wording=Wording.said_by(words), ink=InkUse(ink))
    shop = PrintShop(Style(heading, paper, words, edition=edition), lay_out=lay_out)
    files = dict(shop.print_worksheet(worksheet, frozenset(parts)).files)
    if edition is Edition.TWO_UP and Printout.SHEET in files:
        files[Printout.SHEET] = shop.print_twice(worksheet)
    return files


def print_piece(shop: PrintShop, order: PrintOrder) -> tuple[Printed, ...]:
    """Print a piece of the class."""
    return tuple(
        shop.print_worksheet(line.worksheet(shop.blueprints), wanted, order.bound)
        for line, wanted in zip(order.lines, order.wanted, strict=True)
    )
