"""Splits a line of text in any script into runs with a single face, script and direction, in visual order.

Names may be written from left to right, from right to left, or both. Their order follows the Unicode Bidirectional
Algorithm (UAX 9) for a single line without embeddings. Characters that are missing from all faces are transliterated
into Latin letters, or replaced by their code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from generator.type.faces import Face, letters_of, others

_FIRST_COMPLEX = "\u0590"
"""All scripts before Hebrew are written from left to right, one character after the other."""


class Run(NamedTuple):
    """A piece of a line in a single face and script, written from right to left if it is `leftward`."""

    text: str
    face: Face
    leftward: bool


def is_plain(text: str) -> bool:
    """Whether the text is Latin, Greek, Cyrillic or mathematical, and needs no reordering or joining."""
    return all(letter < _FIRST_COMPLEX or "\u2010" <= letter <= "\u23ff" for letter in text)


def runs(text: str, face: Face) -> tuple[Run, ...]:
    """The runs of a line from left to right."""
    if not text:
        return ()
    if is_plain(text) and letters_of(face).issuperset(text):
        return (Run(text, face, leftward=False),)
    shown = _as_shown(text, face)
    faces = [used for _, used, replacement in _clusters(shown, face) for _ in replacement]
    scripts, levels = _scripts(shown), levels_of(shown)
    pieces = [
        (key[2], "".join(shown[place] for place in places), key[0])
        for key, places in groupby(range(len(shown)), lambda place: (faces[place], scripts[place], levels[place]))
    ]
    return tuple(Run(piece, used, bool(level % 2)) for level, piece, used in _in_visual_order(pieces))


def replaced(text: str) -> dict[str, str]:
    """The characters of a text that are missing from all faces, and what is printed instead."""
    if is_plain(text) and letters_of(Face.REGULAR).issuperset(text):
        return {}
    return {
        asked: replacement
        for asked, _, replacement in _clusters(text, Face.REGULAR)
        if asked != replacement and not asked.isspace()
    }


def _as_shown(text: str, face: Face) -> str:
    """A text with replacements of what is missing; those of Chinese and Korean syllables are words apart: Liu Hui."""
    shown, after_syllable = "", False
    for asked, _, replacement in _clusters(text, face):
        syllable = asked != replacement and unicodedata.east_asian_width(asked[0]) == "W" and replacement[:1].isupper()
        shown += f" {replacement}" if syllable and after_syllable else replacement
        after_syllable = syllable
    return shown


def _clusters(text: str, face: Face) -> Iterator[tuple[str, Face, str]]:
    """Each character with its combining marks, the face that it is set in, and what is shown for it."""
    # Faces that cover more of the line come first, so that a Japanese name is not set in two faces.
    choice = (face, *sorted(others(face), key=lambda other: -len(letters_of(other).intersection(text))))
    for cluster in _signs(text):
        if cluster.isspace() or unicodedata.category(cluster[0]) == "Cc":
            yield cluster, face, " "
            continue
        visible = {letter for letter in cluster if unicodedata.category(letter) != "Cf"}
        for used in choice:
            if letters_of(used).issuperset(visible):
                yield cluster, used, cluster
                break
        else:
            yield cluster, face, "".join(_spelled(letter, choice) for letter in cluster)


def _signs(text: str) -> Iterator[str]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or unicodedata.category(text[place]) not in ("Mn", "Mc", "Me", "Cf"):
            yield text[start:place]
            start = place


def _spelled(letter: str, choice: Sequence[Face]) -> str:
    """A character of a cluster that no face covers: itself, its transliteration, or its code."""
    if any(letter in letters_of(face) for face in choice):
        return letter
    from anyascii import anyascii  # slow to load, and few names need it

    return anyascii(letter) or f"U+{ord(letter):04X}"


def _scripts(text: str) -> list[str]:
    """The script of each character, as the first word of its Unicode name. Others belong to the preceding script."""
    found: list[str] = []
    for letter in text:
        is_letter = unicodedata.category(letter).startswith("L")
        found.append(unicodedata.name(letter, "").partition(" ")[0] if is_letter else found[-1] if found else "")
    return found


def levels_of(text: str) -> list[int]:
    """The embedding level of each character: even for left to right, odd for right to left."""
    classes = [unicodedata.bidirectional(letter) for letter in text]
    base = next((int(kind != "L") for kind in classes if kind in ("L", "R", "AL")), 0)
    kinds = _neutrals_resolved(_weak_resolved(classes, "RL"[not base]), "LR"[base])
    return [{"L": 2 * base, "R": 1, "N": 2}[kind] for kind in kinds]


_JOINING = (("ES", {"EN"}), ("CS", {"EN"}), ("CS", {"AN"}))
"""Separators that are part of a number when between two digits of the same kind: rule W4."""


def _after_arabic(classes: Sequence[str]) -> list[str]:
    """Treat European digits after an Arabic letter as Arabic digits: rule W2."""
    found: list[str] = []
    strong = ""
    for kind in classes:
        strong = kind if kind in ("L", "R", "AL") else strong
        found.append("AN" if kind == "EN" and strong == "AL" else kind)
    return found


def _weak_resolved(classes: Sequence[str], base: str) -> list[str]:
    """Classify characters as L, R, number (N) or other (O): rules W1 to W7."""
    kinds: list[str] = []
    strong = base
    classes = _after_arabic(classes)
    for place, kind in enumerate(classes):
        before = kinds[-1] if kinds else "O"
        around = {*classes[max(place - 1, 0) : place], *classes[place + 1 : place + 2]}
        if kind in ("L", "R", "AL"):
            strong = "L" if kind == "L" else "R"
            kinds.append(strong)
        elif kind in ("EN", "AN"):
            kinds.append("L" if strong == "L" and kind == "EN" else "N")
        elif (kind in ("NSM", "BN") and kinds) or (0 < place < len(classes) - 1 and (kind, around) in _JOINING):
            kinds.append(before)
        else:
            kinds.append("O")
    return kinds


def _neutrals_resolved(kinds: Sequence[str], base: str) -> list[str]:
    """Give other characters the direction of their neighbours if these agree, or that of the line: rules N1 and N2."""
    resolved: list[str] = []
    for kind, members in groupby(kinds):
        length = len(list(members))
        end = len(resolved) + length
        before = resolved[-1] if resolved else base
        after = kinds[end] if end < len(kinds) else base
        sides = {"R" if side == "N" else side for side in (before, after)}
        among = sides.pop() if len(sides) == 1 else base
        resolved += [among if kind == "O" else kind] * length
    return resolved


def _in_visual_order(pieces: Sequence[tuple[int, str, Face]]) -> list[tuple[int, str, Face]]:
    """Reverse the pieces at or above each level, from the highest down to the lowest odd level: rule L2."""
    ordered = list(pieces)
    for level in range(max(piece[0] for piece in ordered), 0, -1):
        start = 0
        while start < len(ordered):
            stop = start
            while stop < len(ordered) and ordered[stop][0] >= level:
                stop += 1
            ordered[start:stop] = reversed(ordered[start:stop])
            start = stop + 1
    return ordered
