"""How complete a file of translations is: which sentences are missing in it, and which are not printed any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polib

from generator.language.po_files import Sentence, sentence_of, translated

Needed = Mapping[Sentence, str]
"""Sentences to be translated, each with the path of the file that says it."""


@dataclass(frozen=True)
class Overview:
    """The sentences that a file should translate and does not, and those that nothing says."""

    missing: Needed
    unused: Collection[Sentence]


def overview(entries: polib.POFile, needed: Needed, known: Collection[Sentence] = ()) -> Overview:
    """Compare a file with what is needed; what is `known` is translated elsewhere."""
    done = {*known, *translated(entries)}
    there = (sentence_of(entry) for entry in entries if not entry.obsolete)
    return Overview(
        {sentence: place for sentence, place in needed.items() if sentence not in done},
        tuple(sentence for sentence in there if sentence not in needed),
    )


def updated(entries: polib.POFile, needed: Needed, missing: Collection[Sentence]) -> polib.POFile:
    """The file with the missing sentences added, in the order in which they are needed.

    What nothing says is kept as gettext keeps it, behind `#~`, and taken up again when it is needed.
    """
    before = {sentence_of(entry): entry for entry in entries}
    after = polib.POFile(wrapwidth=0)
    after.header, after.metadata = entries.header, entries.metadata
    for sentence, place in needed.items():
        if sentence in before or sentence in missing:
            entry = before.pop(sentence, None) or _empty(sentence)
            entry.obsolete, entry.occurrences = False, [(place, "")]
            after.append(entry)
    for entry in before.values():
        entry.obsolete, entry.occurrences = True, []
        after.append(entry)
    return after


def _empty(sentence: Sentence) -> polib.POEntry:
    forms = {0: "", 1: ""} if sentence.plural else {}
    return polib.POEntry(
        msgid=sentence.text, msgid_plural=sentence.plural, msgctxt=sentence.context or None, msgstr_plural=forms
    )


def started(language: str) -> polib.POFile:
    """A file without sentences, with the heading that gettext wants."""
    entries = polib.POFile(wrapwidth=0)
    entries.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return entries
