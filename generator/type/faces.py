"""Loads the faces that sheets are set in with HarfBuzz: FiraGO, and others for the characters it does not have.

FiraGO (SIL Open Font License) is part of the package `pymupdf-fonts`. It covers Latin, Greek, Cyrillic, Arabic, Hebrew,
Devanagari, Thai and Georgian, and the mathematical symbols that sheets need. Kurinto (SIL Open Font License) is part of
`weblate-fonts`, the extra `world`. It covers Chinese, Japanese, Korean and most other scripts, and is loaded only if a
name needs it.
"""

from __future__ import annotations

from enum import Enum
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from generator.files.kept import kept

if TYPE_CHECKING:
    import uharfbuzz

UNITS = 1000
"""Units per em in which all faces are measured."""


class Face(Enum):
    """A face of a typeface; its value is the name of the module or file that contains it."""

    REGULAR = "FiraGO_Regular"
    BOLD = "FiraGO_Bold"
    ITALIC = "FiraGO_Italic"
    WORLD = "KurintoSans-Rg"
    CHINESE = "KurintoSansSC-Rg"
    TRADITIONAL = "KurintoSansTC-Rg"
    JAPANESE = "KurintoSansJP-Rg"
    KOREAN = "KurintoSansKR-Rg"
    WORLD_BOLD = "KurintoSans-Bd"
    CHINESE_BOLD = "KurintoSansSC-Bd"
    TRADITIONAL_BOLD = "KurintoSansTC-Bd"
    JAPANESE_BOLD = "KurintoSansJP-Bd"
    KOREAN_BOLD = "KurintoSansKR-Bd"

    # Every text is looked up by its face; Enum's own hash, of the name, is worked out in Python each time.
    __hash__ = object.__hash__


_UPRIGHT = (Face.WORLD, Face.CHINESE, Face.TRADITIONAL, Face.JAPANESE, Face.KOREAN)
_BOLD = (Face.WORLD_BOLD, Face.CHINESE_BOLD, Face.TRADITIONAL_BOLD, Face.JAPANESE_BOLD, Face.KOREAN_BOLD)
_OTHERS = MappingProxyType({Face.REGULAR: _UPRIGHT, Face.BOLD: _BOLD, Face.ITALIC: _UPRIGHT})
"""The faces to search for characters that a face does not have."""
MODULES = MappingProxyType({face: f"pymupdf_fonts.{face.value}" for face in _OTHERS})
"""The modules that contain the faces of FiraGO."""
FOLDER = "weblate_fonts/static/weblate_fonts/kurinto/ttf"
"""Where a package contains the faces of Kurinto."""


def others(face: Face) -> tuple[Face, ...]:
    """The faces that may be used for characters that this face does not have."""
    return _OTHERS.get(face, ()) if has_world() else ()


def has_world() -> bool:
    """Whether the fonts for the scripts of the world are installed: the extra `world`."""
    return find_spec("weblate_fonts") is not None


@cache
def font_of(face: Face) -> uharfbuzz.Font:
    """The HarfBuzz font of a face, measured in `UNITS`."""
    import uharfbuzz  # not at the top: the browser is given a memory in which all is loaded but compiled code

    font = uharfbuzz.Font(uharfbuzz.Face(_content(face)))
    font.scale = (UNITS, UNITS)
    return font


def _content(face: Face) -> bytes:
    if face in _OTHERS:
        # Unpacking a face takes a tenth of the time in which a sheet is made.
        module = find_spec(MODULES[face])
        assert module is not None
        assert module.origin is not None
        return kept(f"{face.value}.ttf", [Path(module.origin)], partial(_unpacked, face))
    from importlib.resources import files  # slow to load, and few names need these faces

    package, *folders = FOLDER.split("/")
    return files(package).joinpath(*folders, f"{face.value}.ttf").read_bytes()


def _unpacked(face: Face) -> bytes:
    return cast("bytes", import_module(MODULES[face]).fontbuffer)


@cache
def letters_of(face: Face) -> frozenset[str]:
    """The characters that a face covers."""
    return frozenset(map(chr, font_of(face).face.unicodes))
