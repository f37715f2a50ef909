"""Files become Submissions of students, matched by worksheet id and by the names of files and folders.

Nobody's file changes another's marks: a file that does not name its student never counts beside one that does, and a
few lines of a sheet among those of another never count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from generator.assignment.record import Record
from generator.assignment.roster import Student
from generator.errors import ByhandError, Said, say
from generator.spool import Drawers
from grader.answers.arrival.order import turns_of
from grader.answers.arrival.platforms import is_platforms_own, sender_of, stamp_of
from grader.answers.arrival.receipts import ReceiptDesk
from grader.answers.concerns import MisplacedError, Problem
from grader.answers.counting import Certainty, Handed
from grader.answers.files import HandedFile
from grader.answers.fitting import fitted
from grader.answers.kinds.content import UnreadFileError, is_page
from grader.answers.merging import Attempt
from grader.answers.owners import MOST_UNKNOWN, Owners, handed_in_by_others
from grader.answers.reading import AnswerReader
from grader.answers.student_names import StudentNames
from grader.answers.submission import Submission


class Collection:
    """What each student handed in, and what was found about files that a person should look at.

    Submissions are kept on the disk: those of a whole class would fill the memory.
    """

    def __init__(self, desk: ReceiptDesk, keep_in: Path | None = None) -> None:
        self.problems: list[Problem] = []
        self.notes: dict[str, list[Said]] = {}
        self.unread: set[str] = set()
        self._desk = desk
        self._attempts: Drawers[_Sorted] = Drawers(keep_in)

    def __contains__(self, student: object) -> bool:
        """Whether something was handed in that can be read."""
        return student in self._attempts

    def add(self, student: str, certainty: Certainty, submission: Submission, file: HandedFile) -> None:
        """Keep a submission in a file for its student."""
        kept = replace(submission, blank=replace(submission.blank, written={}))
        self._attempts.put(student, _Sorted(certainty, kept, replace(file, text="")))

    def report(self, problem: Problem, students: Iterable[str]) -> None:
        """Keep something to look at, which is also a note to these students' marks."""
        self.problems.append(problem)
        self.note(problem.said, students)

    def note(self, said: Said, students: Iterable[str]) -> None:
        """Keep a note to these students' marks."""
        for student in students:
            self.notes.setdefault(student, []).append(said)

    def of(self, student: str) -> Handed:
        """What this student handed in, once everything is collected."""
        sorted_in = self._attempts.of(student)
        several = len(sorted_in) > 1
        attempts = (
            (
                each.certainty,
                Attempt(each.submission, self._desk.receipt_for(each.file), turns_of(each.file) if several else ()),
            )
            for each in sorted_in
        )
        unread = student in self.unread and not sorted_in
        return Handed(tuple(attempts), tuple(self.notes.get(student, ())), unread)


class _Sorted(NamedTuple):
    """A submission whose student is known, without what only checks of its form need, and its file without its text."""

    certainty: Certainty
    submission: Submission
    file: HandedFile


def collect(
    files: Iterable[HandedFile | ByhandError],
    record: Record,
    roster: Sequence[Student],
    desk: ReceiptDesk,
    keep_in: Path | None = None,
    withdrawn: Mapping[str, str] = MappingProxyType({}),
) -> Collection:
    """Match files to students. A bad file never stops the rest, and the order of files makes no difference.

    `withdrawn` are the worksheets that others were handed out for, each with its student.
    What was handed in is kept in a file without a name in `keep_in`, by default the system's temporary folder.
    """
    tray = _Tray(record, Owners.of(record, withdrawn), roster, desk, Collection(desk, keep_in))
    for file in files:
        tray.take(file)
    return tray.collection()


class _Tray:
    """What has been handed in so far, by student."""

    def __init__(
        self, record: Record, owners: Owners, roster: Sequence[Student], desk: ReceiptDesk, collection: Collection
    ) -> None:
        self._desk = desk
        self._record = record
        self._owners = owners
        self._names = StudentNames(roster)
        self._reader = AnswerReader()
        self._roster = {student.id for student in roster}
        self._collection = collection
        self._beside: dict[str, list[Said]] = {}
        """Pages and what a learning platform made, which could not be read: it matters where there is nothing else."""
        self._from_senders: dict[str, list[Said]] = {}
        """The same of people whom the platform names as nobody on the roster."""
        self._known_senders: set[str] = set()
        """Those of whom an answer sheet came, which says itself whose it is."""

    def take(self, file: HandedFile | ByhandError) -> None:
        """Sort in a file; whatever is wrong with it becomes a problem of this file."""
        name = file.name if isinstance(file, HandedFile | UnreadFileError) else ""
        certain = file.students if isinstance(file, HandedFile) else ()
        students = certain or self._names.find(name)
        if isinstance(file, ByhandError):
            self._set_aside(file.said, name, students, "")
        elif len(students) > 1 and not certain:
            several = ByhandError(
                "{file}: the file and its folder name different students, {students}; ask both",
                file=name,
                students=", ".join(students),
            )
            self._set_aside(several.said, name, students, file.text)
        else:
            try:
                self._desk.note(name, students)
                self._sort_in(file, students)
            except ByhandError as error:
                self._set_aside(error.said, name, students, file.text)

    def _set_aside(self, said: Said, name: str, students: Sequence[str], text: str) -> None:
        """Keep what is wrong with a file; that of a page or of a platform's own file may not matter to anybody."""
        if (is_platforms_own(name) or is_page(name)) and len(students) == 1:
            self._beside.setdefault(students[0], []).append(said)
            return
        if is_platforms_own(name) and not students and stamp_of(name) is None:
            return  # such as a list of grades: nobody handed that in
        if is_platforms_own(name) and not students and (sender := sender_of(name)):
            self._from_senders.setdefault(sender, []).append(said)
            return
        owners = self._owners.named_in(text)
        self._collection.unread.update(students or owners)
        self._collection.report(Problem(said), dict.fromkeys((*students, *owners)))

    def _sort_in(self, file: HandedFile, students: Sequence[str]) -> None:
        """Sort in the submissions of a file; ByhandError if it contains none."""
        submissions = self._reader.submissions(file.name, file.text)
        ids = [each.worksheet for each in submissions if each.worksheet]
        unknown = [identity for identity in ids if identity not in self._owners.counting]
        for said, owners in self._owners.not_counting(file.name, unknown, file.students):
            self._collection.report(Problem(said), dict.fromkeys((*students, *owners)))
        known = [each for each in submissions if each.worksheet not in unknown]
        for submission in known:
            try:
                self._sort_one(submission, file, students, [each for each in known if each is not submission])
            except ByhandError as error:
                about = error.student if isinstance(error, MisplacedError) else ""
                self._collection.report(Problem(error.said, about), students)
                self._note_to_owner(submission, students, error.said, bool(file.students))

    def _note_to_owner(self, submission: Submission, students: Sequence[str], said: Said, certain: bool) -> None:
        """Say it also at the student whose sheet it is; what a sender sees who is known names no owner."""
        owner = self._owners.counting.get(submission.worksheet, "")
        if not owner or owner in students:
            return
        if certain:
            said = handed_in_by_others(submission.file, students)
        self._collection.note(said, (owner,))

    def _sort_one(
        self, submission: Submission, file: HandedFile, students: Sequence[str], beside: Sequence[Submission]
    ) -> None:
        """Sort in one submission of a file; ByhandError if nobody knows whose it is."""
        student = self._owner(submission, students, certain=bool(file.students))
        if student not in self._roster:
            raise MisplacedError(
                "{file}: the worksheet of {student}, who is not on the roster; add {student} to the roster",
                file=submission.file,
                student=student,
            )
        certainty = Certainty.BY_NAME if students else Certainty.AMONG_OTHERS if beside else Certainty.BY_WORKSHEET
        if certainty is Certainty.AMONG_OTHERS and (some := self._only_some(student, submission, beside)):
            self._collection.report(Problem(some, student), (student,))
        else:
            self._collection.add(student, certainty, submission, file)
            self._known_senders.add(sender_of(file.name))

    def _only_some(self, student: str, submission: Submission, beside: Sequence[Submission]) -> Said | None:
        """What is said if there are only some lines of a student's sheet among those of others."""
        worksheet = self._record[student]
        there = len(fitted(submission, worksheet).typed)
        lines = sum(len({row for row, _ in spots}) for task in worksheet.tasks for spots in task.spots.values())
        if there >= lines:
            return None
        owners = (self._owners.counting[each.worksheet] for each in beside if each.worksheet)
        return say(
            "{file}: {there} of {lines} lines of the sheet of {student} are among those of {others}; "
            "they do not count; ask both",
            file=submission.file,
            there=there,
            lines=lines,
            student=student,
            others=", ".join(sorted(owners)[:MOST_UNKNOWN]),
        )

    def _owner(self, submission: Submission, students: Sequence[str], certain: bool) -> str:
        """The student whose sheet it is; ByhandError if it is nobody's, or if somebody else handed it in."""
        file, identity = submission.file, submission.worksheet
        if not identity:
            if len(students) == 1 and students[0] in self._record.places:
                return students[0]
            raise ByhandError(
                "{file}: has no worksheet id, and the file name matches no student; fill in the column worksheet",
                file=file,
            )
        owner = self._owners.counting[identity]
        if not students or owner in students:
            return owner
        if certain:
            # The student sees this: it names nobody else.
            raise ByhandError(
                "{file}, column worksheet: {worksheet} was not issued to you; hand in the answer sheet of your own "
                "worksheet",
                file=file,
                worksheet=identity,
            )
        raise MisplacedError(
            "{file}, column worksheet: {worksheet} was issued to {owner}, not to {student}; ask both students",
            file=file,
            worksheet=identity,
            owner=owner,
            student=", ".join(students),
        )

    def collection(self) -> Collection:
        """Everything that was handed in."""
        for student, said in self._beside.items():
            if student not in self._collection:
                self._collection.unread.add(student)
                for each in said:
                    self._collection.report(Problem(each), (student,))
        for sender, said in self._from_senders.items():
            if sender not in self._known_senders:
                for each in said:
                    self._collection.report(Problem(each), ())
        return self._collection
