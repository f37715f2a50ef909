"""Files become one Submission a student: matched by the worksheet id inside, then by name; the newest counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.errors import ByhandError
from generator.roster import Student
from generator.worksheet import Worksheet
from grader.files import HandedFile
from grader.submission import Submission, fitted, read_submissions


@dataclass(frozen=True)
class Collection:
    """What was handed in: the submission that counts for each student, notes about them, and problems for a person."""

    submissions: Mapping[str, Submission]
    notes: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class _Attempt:
    student: str
    submission: Submission
    modified: float


def collect(
    files: Iterable[HandedFile | ByhandError], worksheets: Sequence[Worksheet], roster: Sequence[Student]
) -> Collection:
    """Match files to students. One bad file never stops the rest, and the order of files makes no difference."""
    by_id = {worksheet.id: worksheet for worksheet in worksheets}
    by_student = {worksheet.student: worksheet for worksheet in worksheets}
    names = _Names(roster)
    attempts: dict[str, list[_Attempt]] = {}
    notes: dict[str, list[str]] = {}
    problems: list[str] = []
    for file in files:
        try:
            if isinstance(file, ByhandError):
                raise file
            submissions = read_submissions(file.name, file.text)
        except ByhandError as error:
            problems.append(str(error))
            continue
        named = names.find(file.name)
        for submission in submissions:
            try:
                student = _owner(submission, named, by_id, by_student)
            except ByhandError as error:
                problems.append(str(error))
                if named:
                    notes.setdefault(named, []).append(str(error))
                continue
            if not names.knows(student):
                problems.append(f"{file.name}: the sheet of {student}, who is not on the roster; add a line to it")
                continue
            attempt = _Attempt(student, fitted(submission, by_student[student]), file.modified)
            attempts.setdefault(student, []).append(attempt)
    counting: dict[str, Submission] = {}
    for student, handed in sorted(attempts.items()):
        newest = _newest(handed)
        counting[student] = newest.submission
        notes.setdefault(student, []).extend(map(str, newest.submission.remarks))
        remark = _about_others(newest, handed)
        if remark:
            problems.append(f"{student}: {remark}")
            notes[student].append(remark)
    return Collection(
        counting, {student: tuple(sorted(set(said))) for student, said in notes.items()}, tuple(sorted(problems))
    )


def _owner(
    submission: Submission, named: str, by_id: Mapping[str, Worksheet], by_student: Mapping[str, Worksheet]
) -> str:
    """Whose sheet it is; ByhandError when it is nobody's, or when somebody else hands it in."""
    file, identity = submission.file, submission.worksheet
    if not identity:
        if named in by_student:
            return named
        raise ByhandError(f"{file}: names no worksheet, and its name is no student's; fill in the column worksheet")
    worksheet = by_id.get(identity)
    if worksheet is None:
        raise ByhandError(
            f"{file}, column worksheet: {identity[:20]!r} was never issued here; expected the id printed on the sheet"
        )
    if named and named != worksheet.student:
        raise ByhandError(
            f"{file}, column worksheet: {identity} was issued to {worksheet.student}, not to {named}; ask both"
        )
    return worksheet.student


def _newest(attempts: Sequence[_Attempt]) -> _Attempt:
    return max(attempts, key=lambda attempt: (attempt.modified, attempt.submission.file))


def _about_others(newest: _Attempt, attempts: Sequence[_Attempt]) -> str:
    """What a person should know when the student's files disagree; empty when they do not."""
    others = [attempt for attempt in attempts if attempt.submission.typed != newest.submission.typed]
    if not others:
        return ""
    files = ", ".join(sorted(attempt.submission.file for attempt in others))
    how = "is the newest and counts"
    if any(attempt.modified == newest.modified for attempt in others):
        how = "counts, the last by name, as their times are the same"
    return f"several different files: {newest.submission.file} {how}; left aside: {files}"


class _Names:
    """The students as file names may call them: by id, or by all words of their name."""

    def __init__(self, roster: Sequence[Student]) -> None:
        self._ids = {_plain(student.id): student.id for student in roster}
        self._known = {student.id for student in roster}
        words: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for student in roster:
            by_id, by_name = _words(student.id), _words(student.name)
            # Short numbers and single letters stand in names for other reasons: `answers (1).csv`.
            if sum(map(len, by_id)) >= 3 and not (student.id.isdecimal() and len(student.id) < 5):
                words.setdefault(by_id[0], []).append((by_id, student.id))
            if len(by_name) > 1:
                words.setdefault(by_name[0], []).append((by_name, student.id))
        self._words = words

    def knows(self, student: str) -> bool:
        """Whether this id is on the roster."""
        return student in self._known

    def find(self, file: str) -> str:
        """The student that a file's name or its nearest folder names; empty when none or several."""
        path = PurePosixPath(file)
        for part in (path.stem, *reversed(path.parts[:-1])):
            if _plain(part) in self._ids:
                return self._ids[_plain(part)]
            words = _words(part)
            found = {
                student
                for start, word in enumerate(words)
                for sought, student in self._words.get(word, ())
                if words[start : start + len(sought)] == sought
            }
            if found:
                return found.pop() if len(found) == 1 else ""
        return ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _words(text: str) -> tuple[str, ...]:
    return tuple("".join(letter if letter.isalnum() else " " for letter in _plain(text)).split())
