"""Files become one Submission per student: matched by worksheet id, then by file name; the newest counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.assignment.roster import Student
from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError, Said, say
from grader.answers.files import HandedFile
from grader.answers.fitting import fitted
from grader.answers.student_names import StudentNames
from grader.answers.submission import Submission, read_submissions

MOST_UNKNOWN = 3
"""The most foreign worksheets that are named; a file from another course may contain hundreds."""


@dataclass(frozen=True)
class Collection:
    """What was handed in: the submission that counts for each student, notes, and problems for a person to look at."""

    submissions: Mapping[str, Submission]
    notes: Mapping[str, tuple[Said, ...]]
    problems: tuple[Said, ...]

    def of(self, students: Sequence[str]) -> Collection:
        """The part that concerns these students."""
        return Collection(
            {student: self.submissions[student] for student in students if student in self.submissions},
            {student: self.notes[student] for student in students if student in self.notes},
            (),
        )


@dataclass(frozen=True)
class _Attempt:
    student: str
    submission: Submission
    modified: float


def collect(
    files: Iterable[HandedFile | ByhandError], worksheets: Sequence[Worksheet], roster: Sequence[Student]
) -> Collection:
    """Match files to students. A bad file never stops the rest, and the order of files makes no difference."""
    tray = _Tray(worksheets, roster)
    for file in files:
        try:
            if isinstance(file, ByhandError):
                raise file
            tray.take(file)
        except ByhandError as error:
            tray.problems.append(error.said)
    return tray.collection()


class _Tray:
    """What has been handed in so far, by student."""

    def __init__(self, worksheets: Sequence[Worksheet], roster: Sequence[Student]) -> None:
        self._by_id = {worksheet.id: worksheet for worksheet in worksheets}
        self._by_student = {worksheet.student: worksheet for worksheet in worksheets}
        self._names = StudentNames(roster)
        self._roster = {student.id for student in roster}
        self._attempts: dict[str, list[_Attempt]] = {}
        self._notes: dict[str, list[Said]] = {}
        self.problems: list[Said] = []

    def take(self, file: HandedFile) -> None:
        """Sort in the submissions of a file; ByhandError if it contains none."""
        named = self._names.find(file.name)
        submissions = read_submissions(file.name, file.text)
        unknown = [
            submission.worksheet
            for submission in submissions
            if submission.worksheet and submission.worksheet not in self._by_id
        ]
        if unknown:
            more = ["…"] if len(unknown) > MOST_UNKNOWN else []
            self.problems.append(
                say(
                    "{file}, column worksheet: not issued for this assignment: {ids}; use the id printed on the sheet",
                    file=file.name,
                    ids=", ".join([*(identity[:20] for identity in unknown[:MOST_UNKNOWN]), *more]),
                )
            )
        for submission in submissions:
            if submission.worksheet not in unknown:
                try:
                    self._sort_in(submission, named, file.modified)
                except ByhandError as error:
                    self.problems.append(error.said)
                    if named:
                        self._notes.setdefault(named, []).append(error.said)

    def _sort_in(self, submission: Submission, named: str, modified: float) -> None:
        student = _owner(submission, named, self._by_id, self._by_student)
        if student not in self._roster:
            raise ByhandError(
                "{file}: the worksheet of {student}, who is not on the roster; add {student} to the roster",
                file=submission.file,
                student=student,
            )
        attempt = _Attempt(student, fitted(submission, self._by_student[student]), modified)
        self._attempts.setdefault(student, []).append(attempt)

    def collection(self) -> Collection:
        """The submission that counts for each student, with notes and problems."""
        counting: dict[str, Submission] = {}
        problems = list(self.problems)
        notes = {student: list(said) for student, said in self._notes.items()}
        for student, handed in sorted(self._attempts.items()):
            newest = max(handed, key=lambda attempt: (attempt.modified, attempt.submission.file))
            counting[student] = newest.submission
            own = notes.setdefault(student, [])
            own += newest.submission.remarks
            if remark := _about_others(newest, handed):
                problems.append(say("{student}: {remark}", student=student, remark=remark))
                own.append(remark)
        return Collection(
            counting,
            {student: tuple(sorted(set(said), key=str)) for student, said in notes.items()},
            tuple(sorted(problems, key=str)),
        )


def _owner(
    submission: Submission, named: str, by_id: Mapping[str, Worksheet], by_student: Mapping[str, Worksheet]
) -> str:
    """The student whose sheet it is; ByhandError if it is nobody's, or if somebody else handed it in."""
    file, identity = submission.file, submission.worksheet
    if not identity:
        if named in by_student:
            return named
        raise ByhandError(
            "{file}: has no worksheet id, and the file name matches no student; fill in the column worksheet",
            file=file,
        )
    worksheet = by_id[identity]
    if named and named != worksheet.student:
        raise ByhandError(
            "{file}, column worksheet: {worksheet} was issued to {owner}, not to {student}; ask both students",
            file=file,
            worksheet=identity,
            owner=worksheet.student,
            student=named,
        )
    return worksheet.student


def _about_others(newest: _Attempt, attempts: Sequence[_Attempt]) -> Said | None:
    """What a person should know if the student's files disagree; None if they agree."""
    others = [attempt for attempt in attempts if attempt.submission.typed != newest.submission.typed]
    if not others:
        return None
    return say(
        "several files with different answers: {file} counts, the last by name, as times are equal; ignored: {others}"
        if any(attempt.modified == newest.modified for attempt in others)
        else "several files with different answers: {file} is the newest and counts; ignored: {others}",
        file=newest.submission.file,
        others=", ".join(sorted(attempt.submission.file for attempt in others)),
    )
