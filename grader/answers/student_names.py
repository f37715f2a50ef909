"""Whose file it is, by its name: students as people and learning platforms write them in file names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from generator.assignment.roster import Student


class StudentNames:
    """The students as file names may refer to them: by id, or by all words of their name."""

    def __init__(self, roster: Sequence[Student]) -> None:
        self._ids = {_plain(student.id): student.id for student in roster}
        words: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for student in roster:
            by_id, by_name = _words(student.id), _words(student.name)
            # Short numbers and single letters occur in file names for other reasons: `answers (1).csv`.
            if sum(map(len, by_id)) >= 3 and not (student.id.isdecimal() and len(student.id) < 5):
                words.setdefault(by_id[0], []).append((by_id, student.id))
            if len(by_name) > 1:
                words.setdefault(by_name[0], []).append((by_name, student.id))
        self._words = words

    def find(self, file: str) -> str:
        """The student named by a file's name or its nearest folder; empty if there is none or more than one."""
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
