"""Whose file it is, by its name: students as people and learning platforms write them in file names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from generator.assignment.roster import Student

LEAST_JOINED = 6
"""A name without spaces is recognised from this many letters: `raybe` could be any word."""


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
            for sought in _orders(by_name):
                words.setdefault(sought[0], []).append((sought, student.id))
        self._words = words

    def find(self, file: str) -> tuple[str, ...]:
        """The students that a file's name and its folders name, the nearest first; a part that names two names none."""
        path = PurePosixPath(file)
        parts = (path.stem, *reversed(path.parts[:-1]))
        return tuple(dict.fromkeys(student for part in parts if (student := self._named(part))))

    def _named(self, part: str) -> str:
        if _plain(part) in self._ids:
            return self._ids[_plain(part)]
        words = _words(part)
        found = {
            student
            for start, word in enumerate(words)
            for sought, student in self._words.get(word, ())
            if words[start : start + len(sought)] == sought
        }
        return found.pop() if len(found) == 1 else ""


def _orders(name: tuple[str, ...]) -> set[tuple[str, ...]]:
    """A name's words as platforms order them: `Ada Lovelace`, `Lovelace, Ada` and Canvas's `lovelaceada`."""
    if len(name) < 2:
        return set()
    orders = {name, (name[-1], *name[:-1]), (*name[1:], name[0])}
    joined = {("".join(words),) for words in orders - {name}}
    return orders | {words for words in joined if len(words[0]) >= LEAST_JOINED}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _words(text: str) -> tuple[str, ...]:
    return tuple("".join(letter if letter.isalnum() else " " for letter in _plain(text)).split())
