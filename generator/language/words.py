"""Words for the same sheet: translations, or a teacher's own wording, of everything printed on it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import ByhandError
from generator.files.text import read_text

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ENDING = ".po"
LANGUAGE = re.compile(r"[A-Za-z]\w{1,15}")
"""What the code of a language may look like."""
LARGEST_FILE = 4 << 20


def languages() -> tuple[str, ...]:
    """The languages included: English, which needs no file, and every other one that has a file in `templates`."""
    found = (Path(entry.name) for entry in _included().iterdir())
    return ("en", *sorted(name.stem for name in found if name.suffix == ENDING))


@dataclass(frozen=True)
class Words:
    """The words of a language: called with an English sentence, it returns the translation, or the sentence itself.

    Instances can be compared and sent to another process: `translated` are compiled files, asked in this order.
    """

    language: str = "en"
    translated: tuple[bytes, ...] = ()

    def __reduce__(self) -> Any:
        """Sent to another process, the files are read again there: gettext's rule for plurals is a function."""
        return Words, (self.language, self.translated)

    def __call__(self, sentence: str) -> str:
        """The sentence in this language."""
        return self.gettext.gettext(sentence) if sentence else ""

    @cached_property
    def gettext(self) -> NullTranslations:
        """The same words for what knows gettext: plurals, and words with a context."""
        first = NullTranslations()
        for binary in reversed(self.translated):
            asked = GNUTranslations(io.BytesIO(binary))
            asked.add_fallback(first)
            first = asked
        return first


ENGLISH = Words()
"""The sentences unchanged."""


def wordings(language: str = "en", folder: Path | None = None) -> Iterator[Traversable]:
    """The files of a language, the one to be asked first before others: the teacher's, ours, the teacher's English."""
    own = folder / "templates" if folder else None
    places: list[Traversable] = [own / f"{language}{ENDING}"] if own else []
    if language != "en":
        places.append(_included() / f"{language}{ENDING}")
        places += [own / f"en{ENDING}"] if own else []
    return (place for place in places if place.is_file())


def _included() -> Traversable:
    """The folder of our own files."""
    from importlib.resources import files  # slow to load, and English needs no files

    return files("templates")


def translator(language: str = "en", folder: Path | None = None) -> Words:
    """The words of a language, with a teacher's own taking priority; a sentence without a translation stays English.

    Raises ByhandError for a language without a file and for a file that cannot be read.
    """
    found = list(wordings(language, folder)) if LANGUAGE.fullmatch(language) else []
    if language != "en" and not any(Path(place.name).stem == language for place in found):
        raise ByhandError(
            "language {language!r} is unknown; give one of {known}, or put your own words into "
            "templates/LANGUAGE{ending} in the assignment folder (`byhand words LANGUAGE FOLDER --update` writes it)",
            language=language[:20],
            known=", ".join(languages()),
            ending=ENDING,
        )
    return Words(language, tuple(_compiled(place) for place in found))


def _compiled(place: Traversable) -> bytes:
    from generator.language.po_files import compiled, read_po  # English needs no files

    return compiled(read_po(text_in(place), str(place)), str(place))


def text_in(place: Traversable) -> str:
    """The text of a file of translations, the teacher's or ours."""
    return read_text(place, LARGEST_FILE) if isinstance(place, Path) else place.read_text(encoding="utf-8")
