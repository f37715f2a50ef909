"""The style of a print run: everything but the exercises that an assignment says about its sheets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from generator.assignment.worksheet import Worksheet
from generator.language.words import ENGLISH, Words, translator
from generator.layout.editions import Edition
from generator.network.number import POINT, show_number, with_point
from generator.pdf import Binding, Copy
from generator.printing.origins import digest, program_version
from generator.sheet.heading import Heading, InkUse, Wording

if TYPE_CHECKING:
    # A loose sheet belongs to no assignment: what reads these is not loaded for it.
    from generator.assignment.description import Assignment
    from generator.pdf.two_up import TwoUp


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
        binding = Binding(stream, self.heading.title, language, duplex)
        if self.edition is not Edition.TWO_UP:
            return binding
        from generator.pdf.two_up import TwoUp

        return TwoUp(binding)

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
            repr(self.heading),
            self.heading.logo,
            self.paper,
            repr((self.anonymous, self.edition.value)),
            program_version(),
        )


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
