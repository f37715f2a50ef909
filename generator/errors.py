"""Messages for people: a sentence and its values, put into words once the language is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import TypeAlias, Union

Detail: TypeAlias = Union[str, int, PurePath, "Said"]
"""What can fill a placeholder; a nested Said is put into the same language."""


@dataclass(frozen=True)
class Said:
    """A sentence and the values of its placeholders, not yet in any language. Its text is English."""

    sentence: str
    values: tuple[tuple[str, Detail], ...] = ()

    def __str__(self) -> str:
        return self.worded(str)

    def worded(self, words: Callable[[str], str]) -> str:
        """The text in the words of a language."""
        if not self.values:
            # This may be finished text that contains braces.
            return words(self.sentence)
        shown = {name: value.worded(words) if isinstance(value, Said) else value for name, value in self.values}
        return words(self.sentence).format(**shown)


def say(sentence: str, **values: Detail) -> Said:
    """An English sentence with placeholders such as `{file}`, and their values."""
    return Said(sentence, tuple(values.items()))


def first_few(names: Iterable[object], most: int) -> str:
    """The first names in a line, with an ellipsis if there are more."""
    shown = [*map(str, islice(names, most + 1))]
    return ", ".join([*shown[:most], *(["…"] if len(shown) > most else [])])


class ByhandError(Exception):
    """An error that a person can correct: it says where, what was found, what was expected and what to do next.

    The command line shows its text. Reports quote `said` in other languages too: there the sentence has placeholders
    and values for them.
    """

    def __init__(self, sentence: str, **values: Detail) -> None:
        self.said = say(sentence, **values)
        super().__init__(str(self.said))
