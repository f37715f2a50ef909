"""Files become one Submission per student, matched by worksheet id and by the names of files and folders.

Nobody's file changes another's marks: a file that does not name its student never counts beside one that does, and a
few lines of a sheet among those of another never count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from generator.assignment.roster import Student
from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError, Said, say
from grader.answers.arrival.order import in_order
from grader.answers.arrival.platforms import is_platforms_own, stamp_of
from grader.answers.arrival.receipts import Receipt, ReceiptDesk
from grader.answers.concerns import concerns
from grader.answers.files import HandedFile, UnreadFileError
from grader.answers.fitting import fitted
from grader.answers.merging import Attempt, Merged, merged
from grader.answers.student_names import StudentNames
from grader.answers.submission import Submission, read_submissions

MOST_UNKNOWN = 3
"""The most foreign worksheets that are named; a file from another course may contain hundreds."""


@dataclass(frozen=True)
class Collection:
    """What was handed in: the submission that counts for each student, notes, and problems for a person to look at.

    `unread` are the students of whom nothing but files that cannot be read was handed in; `receipts` say when the
    submissions came.
    """

    submissions: Mapping[str, Submission]
    notes: Mapping[str, tuple[Said, ...]]
    problems: tuple[Said, ...]
    unread: frozenset[str] = frozenset()
    receipts: Mapping[str, Receipt] = field(default_factory=dict)

    def of(self, students: Sequence[str]) -> Collection:
        """The part that concerns these students."""
        return Collection(
            {student: self.submissions[student] for student in students if student in self.submissions},
            {student: self.notes[student] for student in students if student in self.notes},
            (),
            self.unread.intersection(students),
            {student: self.receipts[student] for student in students if student in self.receipts},
        )


class Certainty(IntEnum):
    """How certain it is that a file is a student's own."""

    AMONG_OTHERS = 0
    BY_WORKSHEET = 1
    BY_NAME = 2


def collect(
    files: Iterable[HandedFile | ByhandError],
    worksheets: Sequence[Worksheet],
    roster: Sequence[Student],
    desk: ReceiptDesk,
) -> Collection:
    """Match files to students. A bad file never stops the rest, and the order of files makes no difference."""
    tray = _Tray(worksheets, roster, desk)
    for file in files:
        tray.take(file)
    return tray.collection()


class _Tray:
    """What has been handed in so far, by student."""

    def __init__(self, worksheets: Sequence[Worksheet], roster: Sequence[Student], desk: ReceiptDesk) -> None:
        self._desk = desk
        self._by_id = {worksheet.id: worksheet for worksheet in worksheets}
        self._by_student = {worksheet.student: worksheet for worksheet in worksheets}
        self._names = StudentNames(roster)
        self._roster = {student.id for student in roster}
        self._attempts: dict[str, list[tuple[Certainty, Attempt]]] = {}
        self._notes: dict[str, list[Said]] = {}
        self._unread: set[str] = set()
        self._beside: dict[str, list[Said]] = {}
        """What could not be read and was made by a learning platform: it matters where there is nothing else."""
        self._problems: list[Said] = []

    def take(self, file: HandedFile | ByhandError) -> None:
        """Sort in a file; whatever is wrong with it becomes a problem of this file."""
        name = file.name if isinstance(file, HandedFile | UnreadFileError) else ""
        certain = file.students if isinstance(file, HandedFile) else ()
        students = certain or self._names.find(name)
        try:
            if isinstance(file, ByhandError):
                raise file
            if len(students) > 1 and not certain:
                raise ByhandError(
                    "{file}: the file and its folder name different students, {students}; ask both",
                    file=name,
                    students=", ".join(students),
                )
            self._desk.note(file.name, students)
            self._sort_in(file, students)
        except ByhandError as error:
            if is_platforms_own(name) and len(students) == 1:
                self._beside.setdefault(students[0], []).append(error.said)
                return
            if is_platforms_own(name) and not students and stamp_of(name) is None:
                return  # such as a list of grades: nobody handed that in
            self._unread.update(students)
            self._report(error.said, students)

    def _report(self, said: Said, students: Iterable[str]) -> None:
        self._problems.append(said)
        for student in students:
            self._notes.setdefault(student, []).append(said)

    def _sort_in(self, file: HandedFile, students: Sequence[str]) -> None:
        """Sort in the submissions of a file; ByhandError if it contains none."""
        submissions = read_submissions(file.name, file.text)
        unknown = [each.worksheet for each in submissions if each.worksheet and each.worksheet not in self._by_id]
        if unknown:
            more = ["…"] if len(unknown) > MOST_UNKNOWN else []
            said = say(
                "{file}, column worksheet: not issued for this assignment: {ids}; use the id printed on the sheet",
                file=file.name,
                ids=", ".join([*(identity[:20] for identity in unknown[:MOST_UNKNOWN]), *more]),
            )
            self._report(said, students)
        known = [each for each in submissions if each.worksheet not in unknown]
        for submission in known:
            try:
                self._sort_one(submission, file, students, [each for each in known if each is not submission])
            except ByhandError as error:
                self._report(error.said, students)

    def _sort_one(
        self, submission: Submission, file: HandedFile, students: Sequence[str], beside: Sequence[Submission]
    ) -> None:
        """Sort in one submission of a file; ByhandError if nobody knows whose it is."""
        student = self._owner(submission, students, certain=bool(file.students))
        if student not in self._roster:
            raise ByhandError(
                "{file}: the worksheet of {student}, who is not on the roster; add {student} to the roster",
                file=submission.file,
                student=student,
            )
        worksheet = self._by_student[student]
        attempt = Attempt(fitted(submission, worksheet), file)
        certainty = Certainty.BY_NAME if students else Certainty.AMONG_OTHERS if beside else Certainty.BY_WORKSHEET
        lines = sum(len({row for row, _ in spots}) for task in worksheet.tasks for spots in task.spots.values())
        if certainty is Certainty.AMONG_OTHERS and len(attempt.submission.typed) < lines:
            owners = (self._by_id[each.worksheet].student for each in beside if each.worksheet)
            said = say(
                "{file}: {there} of {lines} lines of the sheet of {student} are among those of {others}; "
                "they do not count; ask both",
                file=submission.file,
                there=len(attempt.submission.typed),
                lines=lines,
                student=student,
                others=", ".join(sorted(owners)[:MOST_UNKNOWN]),
            )
            self._report(said, (student,))
            return
        self._attempts.setdefault(student, []).append((certainty, attempt))

    def _owner(self, submission: Submission, students: Sequence[str], certain: bool) -> str:
        """The student whose sheet it is; ByhandError if it is nobody's, or if somebody else handed it in."""
        file, identity = submission.file, submission.worksheet
        if not identity:
            if len(students) == 1 and students[0] in self._by_student:
                return students[0]
            raise ByhandError(
                "{file}: has no worksheet id, and the file name matches no student; fill in the column worksheet",
                file=file,
            )
        worksheet = self._by_id[identity]
        if not students or worksheet.student in students:
            return worksheet.student
        if certain:
            # The student sees this: it names nobody else.
            raise ByhandError(
                "{file}, column worksheet: {worksheet} was not issued to you; hand in the answer sheet of your own "
                "worksheet",
                file=file,
                worksheet=identity,
            )
        raise ByhandError(
            "{file}, column worksheet: {worksheet} was issued to {owner}, not to {student}; ask both students",
            file=file,
            worksheet=identity,
            owner=worksheet.student,
            student=", ".join(students),
        )

    def collection(self) -> Collection:
        """The submission that counts for each student, with notes and problems."""
        counting: dict[str, Submission] = {}
        receipts: dict[str, Receipt] = {}
        for student, handed in sorted(self._attempts.items()):
            whole = self._counting(student, handed)
            counting[student] = whole.submission
            receipts[student] = self._desk.receipt_for(whole.attempts)
        for student, said in self._beside.items():
            if student not in counting:
                self._unread.add(student)
                for each in said:
                    self._report(each, (student,))
        return Collection(
            counting,
            {student: tuple(sorted(set(said), key=str)) for student, said in self._notes.items()},
            tuple(sorted(set(self._problems), key=str)),
            frozenset(self._unread - set(counting)),
            receipts,
        )

    def _counting(self, student: str, handed: Sequence[tuple[Certainty, Attempt]]) -> Merged:
        """The submission that counts; what a person should know becomes notes and problems."""
        filled = [pair for pair in handed if pair[1].submission.filled] or handed
        best = max(certainty for certainty, _ in filled)
        own = [attempt for certainty, attempt in filled if certainty == best]
        whole = merged(own, in_order)
        submission = whole.submission
        for remark in whole.said:
            self._report(say("{student}: {remark}", student=student, remark=remark), ())
            self._notes.setdefault(student, []).append(remark)
        for certainty, attempt in filled:
            if certainty < best and attempt.submission.typed != submission.typed:
                foreign = say(
                    "{file}: has the worksheet id of {student}, whose own file is {own}, and other answers; "
                    "it does not count; ask who handed it in",
                    file=attempt.name,
                    student=student,
                    own=submission.file,
                )
                self._report(foreign, (student,))
        for remark in (*submission.remarks, *concerns(submission, self._by_student[student])):
            self._report(remark, (student,))
        return whole
