"""Files of translations (.po), as gettext's editors write them: read, checked, and compiled for Python's gettext."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import GNUTranslations
from string import Formatter

import polib

from generator.errors import ByhandError


@dataclass(frozen=True, order=True)
class Sentence:
    """An English sentence to be translated, with its plural, and a context where one word has two meanings."""

    text: str
    plural: str = ""
    context: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.context})" if self.context else self.text


_COUNTS_TRIED = 200
"""Rules of plurals depend on the last two digits; one that divides by 0 does so for one of these counts."""
_TEXT = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(rf"\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?{_TEXT})?\s*")
_EXPECTED = 'expected lines like msgid "Given" and below it msgstr "Gegeben"'


def read_po(text: str, where: str) -> polib.POFile:
    """The entries of a .po file; ByhandError, naming the line, if it cannot be read or a translation does not fit."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not _LINE.fullmatch(line):
            raise ByhandError(f"{where}, line {number}: {line[:40]!r} does not belong in a .po file; {_EXPECTED}")
    try:
        entries = polib.pofile(f"{text}\n")  # with a line break, or it could be taken for the name of a file
    except OSError as error:
        raise ByhandError(f"{where}, line {_line_in(str(error))}: does not belong here; {_EXPECTED}") from error
    lines: dict[Sentence, int] = {}
    for entry in entries:
        place = entry.linenum or 1  # polib counts from 0 until there was a heading
        _check(entry, f"{where}, line {place}")
        before = lines.setdefault(sentence_of(entry), place)
        if before != place:
            raise ByhandError(f"{where}, line {place}: the same sentence as in line {before}; keep one of them")
    return entries


def _line_in(fault: str) -> str:
    """The line that polib names in brackets."""
    found = re.search(r"line (\d+)", fault)
    return found[1] if found else "1"


def _check(entry: polib.POEntry, where: str) -> None:
    allowed = _fields(entry.msgid, where) | _fields(entry.msgid_plural, where)
    plain = {f"{{{name}}}" for sentence in (entry.msgid, entry.msgid_plural) for name in placeholders(sentence)}
    for other in translations(entry):
        foreign = _fields(other, where) - allowed - plain
        if foreign:
            raise ByhandError(
                f"{where}: {other[:40]!r} has {min(foreign)[:20]}, which its sentence does not have; remove it"
            )


def _fields(sentence: str, where: str) -> frozenset[str]:
    """The placeholders of a sentence as they are written, such as `{text!r}`; ByhandError for an unmatched brace."""
    try:
        parts = [part for part in Formatter().parse(sentence) if part[1] is not None]
    except ValueError as error:
        raise ByhandError(f"{where}: {sentence[:40]!r}: {error}; write a brace twice to print one") from error
    return frozenset(
        f"{{{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}}}"
        for _, name, form, conversion in parts
    )


def translations(entry: polib.POEntry) -> tuple[str, ...]:
    """What a sentence is translated to: one text, or one for each plural form; empty ones are left out."""
    return tuple(filter(None, (entry.msgstr, *entry.msgstr_plural.values())))


def sentence_of(entry: polib.POEntry) -> Sentence:
    """What an entry translates."""
    return Sentence(entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def translated(entries: polib.POFile) -> Iterator[Sentence]:
    """The sentences with a translation that nobody has to look at again."""
    return map(sentence_of, entries.translated_entries())


def compiled(entries: polib.POFile, where: str) -> bytes:
    """The translations in gettext's binary form; ByhandError for a heading that gettext cannot use."""
    entries.metadata["Content-Type"] = "text/plain; charset=UTF-8"  # our text is decoded, whatever the file was
    try:
        binary = bytes(entries.to_binary())
        plural_of = GNUTranslations(io.BytesIO(binary)).plural  # type: ignore[attr-defined]
        for count in range(_COUNTS_TRIED):
            plural_of(count)
    except Exception as error:  # polib and gettext raise all kinds of errors for a heading that they cannot read
        rule = entries.metadata.get("Plural-Forms", "")
        raise ByhandError(
            f"{where}: the heading cannot be used: {str(error)[:80]}; Plural-Forms is {rule[:60]!r}, "
            "expected a rule such as nplurals=2; plural=(n != 1);"
        ) from error
    return binary


def placeholders(sentence: str) -> frozenset[str]:
    """The names in braces in a sentence; ValueError for an unmatched brace."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
