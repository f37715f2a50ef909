"""Tagged PDF files as a screen reader goes through them: their elements in order, each with its words."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pikepdf


def passages(content: bytes) -> list[tuple[str, str]]:
    """Each element that has words, in the order of the structure, as its type and its words."""
    with pikepdf.open(BytesIO(content)) as document:
        words = [marked_words(page) for page in document.pages]
        places = {page.objgen: number for number, page in enumerate(document.pages)}
        found = []
        for element in elements(document.Root.StructTreeRoot.K):
            marks = [int(kid) for kid in element.K if not isinstance(kid, pikepdf.Dictionary)]
            own = words[places[element.Pg.objgen]] if marks else {}
            text = "".join(own[mark] for mark in marks)
            said = element.get("/ActualText", element.get("/Alt"))
            found.append((str(element.S)[1:], str(said) if said is not None else " ".join(text.split())))
        return [(tag, text) for tag, text in found if text]


def elements(element: Any) -> list[Any]:
    if element.S != "/Document":
        return [element]
    return [found for kid in element.K for found in elements(kid)]


def marked_words(page: Any) -> dict[int, str]:
    """The words of a page's marked ink, under its numbers; spans bring words of their own."""
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    found: dict[int, str] = {}
    stack: list[tuple[int | None, str | None]] = []
    letters: dict[int, str] = {}
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "BMC":
                stack.append((None, None))
            case "BDC":
                mark = operands[1].get("/MCID")
                own = operands[1].get("/ActualText")
                stack.append((None if mark is None else int(mark), None if own is None else str(own)))
                _say(found, stack, "")
                if own is not None:
                    _say(found, stack, str(own))
            case "EMC":
                stack.pop()
            case "TJ" if not any(own for _, own in stack):
                pieces = (bytes(piece) for piece in operands[0] if isinstance(piece, pikepdf.String))
                codes = (piece[at : at + 2] for piece in pieces for at in range(0, len(piece), 2))
                _say(found, stack, "".join(letters.get(int.from_bytes(code), "?") for code in codes))
    return found


def _letters(font: Any) -> dict[int, str]:
    """What each glyph stands for, by the font's own table."""
    pairs = re.findall(rb"^<(\w{4})> <(\w+)>$", font.ToUnicode.read_bytes(), re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _say(found: dict[int, str], stack: list[tuple[int | None, str | None]], text: str) -> None:
    for mark, _ in stack:
        if mark is not None:
            found[mark] = found.get(mark, "") + text
