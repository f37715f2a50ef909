"""The one error that users cause and users read."""

from __future__ import annotations

from generator.said import Told, say


class ByhandError(Exception):
    """Something a person can put right: says where, what was found, what was expected and what to do next.

    The command line shows its text. What a report may quote is `said` in another language too: there the sentence has
    placeholders, and values for them.
    """

    def __init__(self, sentence: str, **values: Told) -> None:
        self.said = say(sentence, **values)
        super().__init__(str(self.said))
