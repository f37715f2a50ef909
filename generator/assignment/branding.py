"""Branding without code: what assignment.toml adds around a sheet, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import ByhandError
from generator.sheet.heading import InkUse

BRANDING_KEYS = frozenset({"header", "footer", "instructions", "logo", "ink"})
MOST_LETTERS_OF = {"header": 200, "footer": 200, "instructions": 400}
"""What fits in legible type."""
MOST_LOGO_BYTES = 200 << 10
"""A limit, because every student's file contains the logo."""
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Branding:
    """Header, footer and instructions, a PNG or JPEG logo, and how much ink a sheet uses; texts may be empty."""

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
            raise ByhandError(f'{where}: {key} must be text, as in {key} = "..."')
        if len(text) > most:
            raise ByhandError(
                f"{where}: {key} has {len(text)} characters; shorten it to {most}, which is what fits in legible type"
            )
        texts[key] = text
    ink = data.get("ink", "full")
    if ink not in [use.value for use in InkUse]:
        raise ByhandError(f'{where}: ink {str(ink)[:20]!r} is unknown; use "full" or "low"')
    return Branding(**texts, logo=_read_logo(data.get("logo", ""), folder, where), ink=InkUse(ink))


def _read_logo(name: Any, folder: Path, where: str) -> bytes:
    if not isinstance(name, str):
        raise ByhandError(f'{where}: logo must be a file name, as in logo = "logo.png"')
    if not name:
        return b""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ByhandError(f"{where}: the logo {name[:60]!r} is outside the folder; copy it next to assignment.toml")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_LOGO_BYTES + 1)
    except OSError as error:
        raise ByhandError(
            f"{where}: the logo {name[:60]!r} cannot be read ({error.strerror}); check the name and the permissions"
        ) from error
    if len(content) > MOST_LOGO_BYTES:
        raise ByhandError(
            f"{path}: larger than {MOST_LOGO_BYTES >> 10} KiB, and every sheet contains it; make it smaller"
        )
    if not content.startswith(_SIGNATURES):
        raise ByhandError(f"{path}: neither PNG nor JPEG; save the logo as PNG")
    return content
