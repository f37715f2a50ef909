"""Other words for the same sheet: translations, and a teacher's own wording, of everything printed on it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from generator.errors import ByhandError
from generator.tables import read_text

Translate = Callable[[str], str]

WORDS = "sheets.toml"
"""A table from our English sentences, placeholders such as {unit} included, to those that are printed instead."""


def languages() -> tuple[str, ...]:
    """The languages we ship: English and a folder of templates for each other one."""
    folders = (entry.name for entry in files("templates").iterdir() if entry.is_dir() and (entry / WORDS).is_file())
    return ("en", *sorted(folders))


def translator(language: str = "en", folder: Path | None = None) -> Translate:
    """The wording of a language, a teacher's `folder`/templates/LANGUAGE/sheets.toml coming before ours.

    A sentence nobody reworded stays English. ByhandError for a language we do not ship and a file that cannot be read.
    """
    own = folder / "templates" / language / WORDS if folder else None
    if language not in languages() and not (own and own.exists()):
        raise ByhandError(
            f"language {language[:20]!r}: there are {', '.join(languages())}; "
            f"or write your own words into templates/{language[:20]}/{WORDS} of the assignment"
        )
    words: dict[str, str] = {}
    if language != "en":
        shipped = files("templates") / language / WORDS
        if shipped.is_file():
            words |= _read(shipped.read_text(encoding="utf-8"), f"templates/{language}/{WORDS}")
    if own and own.exists():
        words |= _read(read_text(own), str(own))
    return lambda sentence: words.get(sentence, sentence)


def _read(text: str, where: str) -> dict[str, str]:
    try:
        words = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ByhandError(f'{where}: not valid TOML: {error}; expected lines like "Given" = "Gegeben"') from error
    for sentence, other in words.items():
        if not isinstance(other, str):
            raise ByhandError(f'{where}: {sentence[:40]!r} has no text; expected lines like "Given" = "Gegeben"')
    return words
