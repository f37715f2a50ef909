"""The print run: the files of a class, made where they are missing or were made from something else.

Workers have a print shop of their own, print pieces of the class and return bytes; this process binds the class files,
writes everything and notes what each file was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from generator.assignment.issued_lines import IssuedLine
from generator.assignment.printed import Ledger, Made, check_shown, put_aside, shown_worksheets
from generator.assignment.record import Record
from generator.execution import HERE, Crew
from generator.files.whole import PRIVATE, only_one, private_folder, remove_drafts, whole_file
from generator.pdf import Binding, Press
from generator.pdf.two_up import TwoUp
from generator.printing.origins import digest
from generator.printing.printouts import BOUND_FOR_CLASS, KEYS, SUFFIX, USUAL_PARTS, Printed, PrintOrder, Printout
from generator.printing.shop import PrintShop, print_piece


class Bound(NamedTuple):
    """A file with everybody's copy that was made, and how many pages it has."""

    name: str
    pages: int


@dataclass(frozen=True)
class PrintResult:
    """What a print run has done: for how many students something was written, whose files were put aside."""

    printed: int
    put_aside: tuple[str, ...]
    bound: tuple[Bound, ...]


def name_of(student: str, part: Printout) -> str:
    """The name of a file in the folder of a print run."""
    return f"{part.folder}/{student}{SUFFIX[part]}"


@dataclass(frozen=True)
class PrintRun:
    """Prints recorded worksheets into a folder; with `duplex`, each starts on the front of a sheet of paper.

    `withdrawn` are worksheets that others were handed out for, `gone` the students who left the class: their files are
    put aside.
    """

    shop: PrintShop
    record: Record
    folder: Path
    parts: frozenset[Printout] = USUAL_PARTS
    duplex: bool = False
    withdrawn: Collection[str] = ()
    gone: Sequence[str] = ()

    def write(
        self, students: Sequence[str], whole_class: bool, done: Callable[[int], None], crew: Crew = HERE
    ) -> PrintResult:
        """Write what is missing of these students' files or was made from something else, such as an earlier title.

        So it is with the class files if this is the whole class. ByhandError, with nothing written, if files show
        other worksheets than those recorded.
        """
        with only_one(self.folder):
            for part in Printout:
                remove_drafts(self.folder / part.folder)
            aside = self._put_aside(students)
            ledger = Ledger(self.folder)
            plan = self._plan(ledger, students, whole_class)
            done(len(students) - len(plan.students))
            with ledger.noting(plan.outdated()) as note:
                pages = self._print(plan, note, done, crew)
        bound = tuple(Bound(name, pages[part]) for part, name in plan.bound.items())
        return PrintResult(sum(map(bool, plan.wanted.values())), aside, bound)

    def _put_aside(self, students: Sequence[str]) -> tuple[str, ...]:
        """Put the files aside that no longer count; ByhandError for those that show what is not recorded."""
        issued = {student: self.record.places[student].worksheet for student in (*students, *self.gone)}
        shown = shown_worksheets(self.folder, issued)
        stale = {student: shown[student] for student in shown if shown[student] in self.withdrawn}
        check_shown(self.folder, {student: shown[student] for student in shown if student not in stale}, issued)
        moved = []
        for student in {**stale, **dict.fromkeys(self.gone)}:
            files = [file for part in Printout if (file := self.file(student, part)).exists()]
            for file in files:
                put_aside(file, stale.get(student, issued[student]))
            moved += [student] if files else []
        return tuple(moved)

    def _plan(self, ledger: Ledger, students: Sequence[str], whole_class: bool) -> _Plan:
        """What has to be made, and what from."""
        lines = self.record.lines(students)
        origins = {student: self._origins(student, line) for student, line in zip(students, lines, strict=True)}
        kinds: dict[frozenset[Printout], frozenset[Printout]] = {}
        wanted = {}
        for student in students:
            parts = frozenset(
                part
                for part in Printout
                if (part in self.parts or self.file(student, part).exists())
                and not ledger.agrees(name_of(student, part), origins[student].of(part))
            )
            # Most students lack the same files: they share the set.
            wanted[student] = kinds.setdefault(parts, parts)
        bound, class_origins = {}, {}
        for part, name in BOUND_FOR_CLASS.items() if whole_class else ():
            class_origins[part] = digest(repr(self.duplex), *(origins[student].of(part) for student in students))
            if (part in self.parts or (self.folder / name).exists()) and not ledger.agrees(name, class_origins[part]):
                bound[part] = name
        return _Plan(tuple(students if bound else filter(wanted.get, students)), wanted, bound, origins, class_origins)

    def _print(
        self, plan: _Plan, note: Callable[[str, Made], None], done: Callable[[int], None], crew: Crew
    ) -> Mapping[Printout, int]:
        """Make everything planned, and count the pages of each class file."""
        shared: set[tuple[Printout, str]] = set()
        for part in KEYS.intersection(chain.from_iterable(plan.wanted.values())):
            private_folder(self.folder / part.folder)
        with ExitStack() as stack:
            bindings = self._class_files(plan.bound, stack)
            order = partial(self._order, plan.wanted, frozenset(bindings))
            for printed in chain.from_iterable(crew.work(plan.students, order, print_piece, self.shop)):
                student = printed.student
                for part in sorted(printed.files, key=list(Printout).index):
                    self._write(self.file(student, part), part, printed.files[part])
                    worksheet = self.record.places[student].worksheet
                    note(name_of(student, part), Made(student, worksheet, plan.origins[student].of(part)))
                for part, binding in bindings.items():
                    # Of sheets with the same numbers, one key is enough.
                    if part in KEYS and printed.letter:
                        if (part, printed.letter) in shared:
                            continue
                        shared.add((part, printed.letter))
                    binding.add(self._press_for(printed).plates, printed.impressions[part], {0: printed.name})
                done(1)
            for binding in bindings.values():
                binding.close()
        for part, name in plan.bound.items():
            note(name, Made("", "", plan.class_origins[part]))
        return {part: binding.pages for part, binding in bindings.items()}

    def _write(self, path: Path, part: Printout, content: bytes) -> None:
        with whole_file(path, _mode(part)) as file:
            file.write(content)

    def _press_for(self, printed: Printed) -> Press:
        blueprints = self.shop.blueprints
        exercises = printed.exercises
        return self.shop.press_for(
            tuple((identity, blueprints.named(name, chosen)) for identity, name, chosen in exercises)
        )

    def file(self, student: str, part: Printout) -> Path:
        """Where a part of a student's worksheet goes."""
        return self.folder / name_of(student, part)

    def _origins(self, student: str, line: IssuedLine) -> _Origins:
        """What the parts of a student's worksheet are made from, as digests."""
        texts, content = self.shop.origin_of(self.record.places[student].outline), line.raw.rstrip()
        # An answer sheet has no heading and no paper.
        return _Origins(digest(texts, content), digest(self.shop.style.origin, texts, content))

    def _order(
        self, missing: Mapping[str, frozenset[Printout]], bound: frozenset[Printout], students: tuple[str, ...]
    ) -> PrintOrder:
        lines = tuple(self.record.lines(students))
        return PrintOrder(lines, tuple(missing[student] for student in students), bound)

    def _class_files(self, bound: Mapping[Printout, str], stack: ExitStack) -> Mapping[Printout, Binding | TwoUp]:
        return {
            part: self.shop.style.class_file(
                stack.enter_context(whole_file(self.folder / name, _mode(part))), self.duplex
            )
            for part, name in bound.items()
        }


class _Origins(NamedTuple):
    """What the parts of a student's worksheet are made from: only answer sheets depend on no style."""

    plain: str
    styled: str

    def of(self, part: Printout) -> str:
        """What a part is made from."""
        return self.plain if part is Printout.ANSWERS else self.styled


class _Plan(NamedTuple):
    """What a run has to make: files of students and of the class, and what all of them are made from."""

    students: tuple[str, ...]
    wanted: Mapping[str, frozenset[Printout]]
    bound: Mapping[Printout, str]
    origins: Mapping[str, _Origins]
    class_origins: Mapping[Printout, str]

    def outdated(self) -> Iterator[str]:
        """The names of the files that are about to be made again, one by one: there are several for each student."""
        yield from (name_of(student, part) for student, parts in self.wanted.items() for part in parts)
        yield from self.bound.values()


def _mode(part: Printout) -> int:
    """The mode of a file; keys are readable by their owner only."""
    return PRIVATE if part in KEYS else 0o666
