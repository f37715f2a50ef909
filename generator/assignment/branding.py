"""Branding without code: what assignment.toml adds around a sheet, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.assignment.fields import choice_in
from generator.errors import ByhandError, Detail
from generator.sheet.heading import InkUse

MOST_LETTERS_OF = {"header": 200, "footer": 200, "instructions": 400}
"""What fits in legible type."""
MOST_LOGO_BYTES = 200 << 10
"""A limit, because every student's file contains the logo."""
_NAMES = MappingProxyType(
    {
        b"\x89PNG\r\n\x1a\n": "logo.png",
        b"\xff\xd8\xff": "logo.jpg",
        b"GIF8": "logo.gif",
        b"RIFF": "logo.webp",
        b"BM": "logo.bmp",
        b"II*\0": "logo.tif",
        b"MM\0*": "logo.tif",
    }
)
"""What images begin with."""


@dataclass(frozen=True)
class Branding:
    """Header, footer and instructions, a logo as an image file, and how much ink a sheet uses; texts may be empty."""

    header: str = ""
    footer: str = ""
    instructions: str = ""
    logo: bytes = field(default=b"", repr=False)
    ink: InkUse = InkUse.FULL


def read_branding(data: Mapping[str, Any], folder: Path, where: str) -> Branding:
    """The branding of an assignment; ByhandError for a text that is too long or a logo that is not a small image."""
    texts = {}
    for key, most in MOST_LETTERS_OF.items():
        text = data.get(key, "")
        if not isinstance(text, str):
            raise ByhandError('{where}: {key} must be text, as in {key} = "..."', where=where, key=key)
        if len(text) > most:
            raise ByhandError(
                "{where}: {key} has {count} characters; shorten it to {most}, which is what fits in legible type",
                where=where,
                key=key,
                count=len(text),
                most=most,
            )
        texts[key] = text
    ink = choice_in(data, "ink", tuple(use.value for use in InkUse), where)
    return Branding(**texts, logo=_read_logo(data.get("logo", ""), folder, where), ink=InkUse(ink))


def _read_logo(name: Any, folder: Path, where: str) -> bytes:
    if not isinstance(name, str):
        raise ByhandError('{where}: logo must be a file name, as in logo = "logo.png"', where=where)
    if not name:
        return b""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ByhandError(
            "{where}: the logo {name!r} is outside the folder; copy it next to assignment.toml",
            where=where,
            name=name[:60],
        )
    try:
        with path.open("rb") as file:
            content = file.read(MOST_LOGO_BYTES + 1)
    except OSError as error:
        raise ByhandError(
            "{where}: the logo {name!r} cannot be read ({fault}); check the name and the permissions",
            where=where,
            name=name[:60],
            fault=str(error.strerror),
        ) from error
    logo_name(content, path)
    return content


def logo_name(content: bytes, where: Detail) -> str:
    """The usual name of a file with this logo; ByhandError unless it seems to be a small image."""
    if len(content) > MOST_LOGO_BYTES:
        raise ByhandError(
            "{where}: larger than {most} KiB, and every sheet contains it; make it smaller",
            where=where,
            most=MOST_LOGO_BYTES >> 10,
        )
    name = next((name for signature, name in _NAMES.items() if content.startswith(signature)), None)
    if name is None:
        raise ByhandError("{where}: no image of a kind that can be printed; save the logo as PNG", where=where)
    return name
