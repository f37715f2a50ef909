"""Other words for the same sheet: translations, and a teacher's own wording, of everything printed on it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Formatter

from generator.errors import ByhandError
from generator.files import read_text

WORDS_FILE = "sheets.toml"
"""A table from our English sentences, placeholders such as {unit} included, to those that are printed instead."""


def languages() -> tuple[str, ...]:
    """The languages we ship: English and a folder of templates for each other one."""
    folders = (
        entry.name for entry in files("templates").iterdir() if entry.is_dir() and (entry / WORDS_FILE).is_file()
    )
    return ("en", *sorted(folders))


@dataclass(frozen=True)
class Words:
    """A language's words: called with an English sentence it gives the other, or the same where it knows none.

    It can be compared and sent to another process.
    """

    language: str = "en"
    table: tuple[tuple[str, str], ...] = ()

    def __call__(self, sentence: str) -> str:
        """The sentence in this language."""
        return self._found.get(sentence, sentence)

    @cached_property
    def _found(self) -> Mapping[str, str]:
        return dict(self.table)


ENGLISH = Words()
"""The sentences as they are."""


def places(language: str = "en", folder: Path | None = None) -> tuple[Traversable, ...]:
    """Where words and templates are looked for: the teacher's `folder`/templates before ours, a language's before all.

    ByhandError for a language that has no folder.
    """
    own = folder / "templates" if folder else None
    if language not in languages() and not (own and language.isalnum() and (own / language).is_dir()):
        raise ByhandError(
            f"language {language[:20]!r}: there are {', '.join(languages())}; "
            f"or write your own words into templates/LANGUAGE/{WORDS_FILE} of the assignment"
        )
    roots: tuple[Traversable, ...] = (*([own] if own else []), files("templates"))
    return tuple(place for root in roots for place in (root / language, root) if place.is_dir())


def translator(language: str = "en", folder: Path | None = None) -> Words:
    """The words of a language, a teacher's own coming before ours; a sentence nobody reworded stays English.

    ByhandError for a language that has no folder and a file that cannot be read.
    """
    words: dict[str, str] = {}
    for place in reversed(places(language, folder)):
        file = place / WORDS_FILE
        if file.is_file():
            words |= _read(read_text(file) if isinstance(file, Path) else file.read_text(encoding="utf-8"), str(file))
    return Words(language, tuple(words.items()))


def _read(text: str, where: str) -> dict[str, str]:
    try:
        words = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ByhandError(f'{where}: not valid TOML: {error}; expected lines like "Given" = "Gegeben"') from error
    for sentence, other in words.items():
        if not isinstance(other, str):
            raise ByhandError(f'{where}: {sentence[:40]!r} has no text; expected lines like "Given" = "Gegeben"')
        try:
            foreign = placeholders(other) - placeholders(sentence)
        except ValueError as error:
            raise ByhandError(f"{where}: {other[:40]!r}: {error}; write a brace twice to print one") from error
        if foreign:
            raise ByhandError(
                f"{where}: {other[:40]!r} has {{{min(foreign)[:20]}}}, for which its sentence has no value"
            )
    return words


def placeholders(sentence: str) -> frozenset[str]:
    """The names in braces of a sentence; ValueError where a brace has no partner."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
