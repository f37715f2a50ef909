"""Words for the same sheet: translations, or a teacher's own wording, of everything printed on it."""

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
"""A table from the English sentences, including placeholders such as {unit}, to the ones printed instead."""


def languages() -> tuple[str, ...]:
    """The languages included: English, and every other one that has a folder of templates."""
    folders = (
        entry.name for entry in files("templates").iterdir() if entry.is_dir() and (entry / WORDS_FILE).is_file()
    )
    return ("en", *sorted(folders))


@dataclass(frozen=True)
class Words:
    """The words of a language: called with an English sentence, it returns the translation, or the sentence itself.

    Instances can be compared and sent to another process.
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
"""The sentences unchanged."""


def places(language: str = "en", folder: Path | None = None) -> tuple[Traversable, ...]:
    """Where to look for words and templates: first the teacher's `folder`/templates, and first the language's folder.

    Raises ByhandError for a language without a folder.
    """
    own = folder / "templates" if folder else None
    if language not in languages() and not (own and language.isalnum() and (own / language).is_dir()):
        raise ByhandError(
            f"language {language[:20]!r} is unknown; give one of {', '.join(languages())}, "
            f"or put your own words into templates/LANGUAGE/{WORDS_FILE} in the assignment folder"
        )
    roots: tuple[Traversable, ...] = (*([own] if own else []), files("templates"))
    return tuple(place for root in roots for place in (root / language, root) if place.is_dir())


def translator(language: str = "en", folder: Path | None = None) -> Words:
    """The words of a language, with a teacher's own taking priority; a sentence without a translation stays English.

    Raises ByhandError for a language without a folder and for a file that cannot be read.
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
            raise ByhandError(f'{where}: {sentence[:40]!r} is not set to text; expected lines like "Given" = "Gegeben"')
        try:
            foreign = placeholders(other) - placeholders(sentence)
        except ValueError as error:
            raise ByhandError(f"{where}: {other[:40]!r}: {error}; write a brace twice to print one") from error
        if foreign:
            raise ByhandError(
                f"{where}: {other[:40]!r} has {{{min(foreign)[:20]}}}, which its sentence does not have; remove it"
            )
    return words


def placeholders(sentence: str) -> frozenset[str]:
    """The names in braces in a sentence; ValueError for an unmatched brace."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
