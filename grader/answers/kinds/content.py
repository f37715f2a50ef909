"""The content of a handed-in file becomes the text of an answer sheet; what it is decides, not what its name says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from enum import Enum
from pathlib import PurePosixPath
from typing import NoReturn

from generator.errors import ByhandError, Detail
from generator.files.text import MOST_BYTES, refuse_large
from generator.files.text import text_of as text_of_table
from grader.answers.kinds.filled_form import MOST_FORM_BYTES

TABLES = frozenset((".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods"))
"""Endings of files that may be tables; many a CSV file is called a workbook."""


class Kind(Enum):
    """What a file is by its content."""

    TABLE = "a table as text"
    WORKBOOK = "an Excel workbook"
    SPREADSHEET = "an OpenDocument spreadsheet"
    FORM = "a PDF"
    ARCHIVE = "a zip archive"
    OLD_WORKBOOK = "a workbook of Excel 97"
    DOCUMENT = "a document of a word processor"
    NUMBERS = "a spreadsheet of Apple Numbers"
    PICTURE = "a picture"
    PAGE = "a web page"
    OTHER = "anything else"


IN_A_CHILD = frozenset((Kind.WORKBOOK, Kind.SPREADSHEET, Kind.FORM))
"""What libraries read that can be made to run without an end: a process of its own reads it, which can be stopped."""
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_PICTURE_NAMES = frozenset((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".webp"))
_DOCUMENT_NAMES = frozenset((".doc", ".docx", ".odt", ".rtf", ".pages"))
_PAGE_NAMES = frozenset((".html", ".htm"))
_BY_NAME = {
    **dict.fromkeys(TABLES, Kind.TABLE),
    **dict.fromkeys(_PICTURE_NAMES, Kind.PICTURE),
    **dict.fromkeys(_DOCUMENT_NAMES, Kind.DOCUMENT),
    **dict.fromkeys(_PAGE_NAMES, Kind.PAGE),
}
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."


def most_bytes(name: str) -> int:
    """The largest size of a file: tables are small, filled-in forms contain fonts."""
    return MOST_FORM_BYTES if PurePosixPath(name).suffix.lower() in (".pdf", ".zip") else MOST_BYTES


def is_page(name: str) -> bool:
    """Whether it is a web page by its name, such as the one that students type their answers into."""
    return PurePosixPath(name).suffix.lower() in _PAGE_NAMES


def kind_of(name: str, content: bytes) -> Kind:
    """What the file is."""
    ending = PurePosixPath(name).suffix.lower()
    if b"%PDF-" in content[:1024] or (ending == ".pdf" and content.startswith(b"%PDF")):
        return Kind.FORM
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(ending, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return Kind.DOCUMENT if ending == ".doc" else Kind.OLD_WORKBOOK
    if content.startswith(_PICTURES) or content[4:8] == b"ftyp":
        return Kind.PICTURE
    return _BY_NAME.get(ending, Kind.OTHER)


def _kind_of_zip(ending: str, content: bytes) -> Kind:
    """What a zip archive is: workbooks and documents are archives too."""
    if _OPEN_DOCUMENT in content[:200]:
        return Kind.SPREADSHEET if _OPEN_DOCUMENT + b"spreadsheet" in content[:200] else Kind.DOCUMENT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except Exception:  # damaged: whoever opens it says what is wrong
        return Kind.WORKBOOK if ending in (".xlsx", ".xlsm", ".ods") else Kind.ARCHIVE
    if any(name.startswith("xl/") for name in names):
        return Kind.WORKBOOK
    if any(name.startswith("Index/") for name in names) or "Index.zip" in names:
        return Kind.DOCUMENT if ending in _DOCUMENT_NAMES else Kind.NUMBERS
    return Kind.DOCUMENT if any(name.startswith("word/") for name in names) else Kind.ARCHIVE


class UnreadFileError(ByhandError):
    """A file that was handed in and cannot be read: the error says why, `name` is the file's as reports show it."""

    def __init__(self, sentence: str, *, file: str, **values: Detail) -> None:
        super().__init__(sentence, file=file, **values)
        self.name = file


def text_of(kind: Kind, name: str, content: bytes) -> str:
    """The text in a file of this kind; ByhandError, naming the file, if it is not an answer sheet."""
    read = _READERS.get(kind)
    if read is None:
        _refuse(kind, name)
    return read(name, content)


def _refuse(kind: Kind, name: str) -> NoReturn:
    """What the file is, and how its student can hand in the answers instead."""
    match kind:
        case Kind.ARCHIVE:
            raise ByhandError("{file}: an archive inside of archives; hand in the CSV file itself", file=name)
        case Kind.OLD_WORKBOOK:
            raise ByhandError(
                "{file}: a workbook in the form of Excel 97; save it as .xlsx or CSV and hand that in", file=name
            )
        case Kind.DOCUMENT:
            raise ByhandError(
                "{file}: a document of a word processor, which cannot be read; "
                "type the numbers into the CSV file and hand that in",
                file=name,
            )
        case Kind.NUMBERS:
            raise ByhandError(
                "{file}: a spreadsheet of Apple Numbers, which cannot be read; "
                "choose File, Export To, CSV and hand that in",
                file=name,
            )
        case Kind.PICTURE:
            raise ByhandError(
                "{file}: a picture, which cannot be read; type the numbers into the CSV file or the fillable PDF",
                file=name,
            )
        case Kind.PAGE:
            raise ByhandError(
                "{file}: a web page is not an answer sheet; hand in the CSV file, which the page to fill in saves",
                file=name,
            )
        case _:
            raise ByhandError("{file}: not an answer sheet; hand in the CSV file or the filled-in PDF", file=name)


def _workbook(name: str, content: bytes) -> str:
    from grader.answers.kinds.workbook import workbook_text

    refuse_large(name, content)
    return workbook_text(name, content)


def _spreadsheet(name: str, content: bytes) -> str:
    from grader.answers.kinds.spreadsheet import spreadsheet_text

    refuse_large(name, content)
    return spreadsheet_text(name, content)


def _form(name: str, content: bytes) -> str:
    from grader.answers.kinds.filled_form import form_text

    return form_text(name, content)


_READERS: dict[Kind, Callable[[str, bytes], str]] = {
    Kind.TABLE: text_of_table,
    Kind.WORKBOOK: _workbook,
    Kind.SPREADSHEET: _spreadsheet,
    Kind.FORM: _form,
}
