"""Packs: zip files that the engine unpacks into its folder of packages, always with the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from zipfile import ZipFile

from generator.files.zips import zipped
from generator.type.faces import FOLDER, MODULES, Face

OURS = ("generator", "grader", "templates")
COMPILED = ".so"
_FOR_BROWSERS = "pyemscripten"
_LEFT_OUT = ("__pycache__", ".mypy_cache")
_FONTS = ("pymupdf_fonts/", "weblate_fonts/")
_USED_FONTS = (
    *(f"{module.replace('.', '/')}.py" for module in ("pymupdf_fonts.__init__", *MODULES.values())),
    "weblate_fonts/__init__.py",
    *(f"{FOLDER}/{face.value}.ttf" for face in Face),
)


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip of these files, in order of their names."""
    return zipped(sorted(members.items()))


def our_own() -> dict[str, bytes]:
    """The files of byhand's packages, as they are installed here."""
    return {name: content for package in OURS for name, content in _inside(files(package), package)}


def of_wheels(wheels: Iterable[Path]) -> dict[str, bytes]:
    """The files in wheels, without what describes them, what is compiled for other machines, and unused fonts."""
    members = {}
    for wheel in wheels:
        with ZipFile(wheel) as archive:
            for name in archive.namelist():
                foreign = name.endswith(COMPILED) and _FOR_BROWSERS not in wheel.name
                unused = name.startswith(_FONTS) and name not in _USED_FONTS
                if not (foreign or unused or ".dist-info/" in name or name.endswith("/")):
                    members[name] = archive.read(name)
    return members


def _inside(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.name in _LEFT_OUT:
            continue
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            yield from _inside(entry, path)
        else:
            yield path, entry.read_bytes()
