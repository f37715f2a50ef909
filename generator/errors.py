"""Something to tell a person: a sentence of ours and its values, put into words where the language is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, Union

Told: TypeAlias = Union[str, int, "Said"]
"""What may stand in a sentence; another Said is put into the same words."""


@dataclass(frozen=True)
class Said:
    """A sentence and what stands in its placeholders, in no language yet. Its text is English."""

    sentence: str
    values: tuple[tuple[str, Told], ...] = ()

    def __str__(self) -> str:
        return self.worded(str)

    def worded(self, words: Callable[[str], str]) -> str:
        """The text in the words of a language."""
        if not self.values:
            # It may be finished text with braces in it.
            return words(self.sentence)
        shown = {name: value.worded(words) if isinstance(value, Said) else value for name, value in self.values}
        return words(self.sentence).format(**shown)


def say(sentence: str, **values: Told) -> Said:
    """A sentence, English and with placeholders as in `{file}`, and their values."""
    return Said(sentence, tuple(values.items()))


class ByhandError(Exception):
    """Something a person can put right: says where, what was found, what was expected and what to do next.

    The command line shows its text. What a report may quote is `said` in another language too: there the sentence has
    placeholders, and values for them.
    """

    def __init__(self, sentence: str, **values: Told) -> None:
        self.said = say(sentence, **values)
        super().__init__(str(self.said))
