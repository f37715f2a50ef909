"""Files as other programs save them, made by hand in their documented forms, since those programs do not run here.

Each says what is reproduced. What LibreOffice really saved lies beside this file.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.sax.saxutils import escape

import openpyxl

from generator.assignment.answer_sheet import LABELS
from tests.answer_sheets.make import typed_lines

Lines = list[list[str]]
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
GERMAN = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


@dataclass(frozen=True)
class Imitation:
    """A file of some program: what it reproduces, and its bytes; `damaged` when fractions became dates."""

    name: str
    reproduced: str
    content: bytes
    damaged: bool = False


def saved(lines: Sequence[Sequence[str]], separator: str, end: str) -> str:
    """A table as text; cells are quoted only where they must be, as all these programs do."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(lines)
    return text.getvalue()


def _each_fraction(lines: Lines, shown: Callable[[int, int], str]) -> Lines:
    """The table with every typed fraction shown another way."""
    return [
        [*line[:5], *(shown(*map(int, cell.split("/"))) if "/" in cell else cell for cell in line[5:])]
        for line in lines
    ]


def _american_date(month: int, day: int) -> str:
    return f"{day}-{ENGLISH[month - 1]}" if month <= 12 and day <= 31 else f"{month}/{day}"


def _german_date(day: int, month: int) -> str:
    return f"{day:02}. {GERMAN[month - 1]}" if month <= 12 and day <= 31 else f"{day}/{month}"


def _mixed(top: int, bottom: int) -> str:
    whole, rest = divmod(top, bottom)
    return f"{whole or ''} {rest}/{bottom}"


def _result(top: int, bottom: int) -> str:
    return f"{float(Fraction(top, bottom)):.9f}"


def _without_empty_end(lines: Lines) -> Lines:
    return [line[: max(place for place, cell in enumerate(line, start=1) if cell)] for line in lines]


def open_document(lines: Lines) -> bytes:
    """An OpenDocument spreadsheet: numbers as numbers, runs of empty cells and rows as one repeated element."""

    def cell(text: str) -> str:
        if not text:
            return '<table:table-cell table:number-columns-repeated="1"/>'
        try:
            value = float(text)
        except ValueError:
            return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in lines)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:spreadsheet>'
        '<table:table table:name="Notes"><table:table-row><table:table-cell/></table:table-row></table:table>'
        f'<table:table table:name="Answers">{rows}<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def _second_sheet(lines: Lines) -> bytes:
    """A workbook whose answers are on the second sheet, behind a blank copy."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line[:LABELED])
    answers = book.create_sheet("Answers")
    for line in lines:
        answers.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


LABELED = len(LABELS)
POINT, COMMA = typed_lines("."), typed_lines(",")
IMITATIONS = (
    Imitation(
        "excel-english.csv",
        "Excel in English, 'CSV (Comma delimited)': Windows-1252, CRLF, every line as wide as the widest",
        saved(POINT, ",", "\r\n").encode("cp1252"),
    ),
    Imitation(
        "excel-german.csv",
        "Excel in German, 'CSV (Trennzeichen-getrennt)': semicolons, decimal comma, Windows-1252, CRLF",
        saved(COMMA, ";", "\r\n").encode("cp1252"),
    ),
    Imitation(
        "excel-german-utf-8.csv",
        "Excel in German, 'CSV UTF-8': the same behind a byte order mark, in UTF-8",
        saved(COMMA, ";", "\r\n").encode("utf-8-sig"),
    ),
    Imitation(
        "excel-unicode-text.txt",
        "Excel, 'Unicode Text': tabs, UTF-16 little endian with a byte order mark, CRLF",
        b"\xff\xfe" + saved(COMMA, "\t", "\r\n").encode("utf-16-le"),
    ),
    Imitation(
        "excel-macintosh.csv",
        "Excel for Mac, 'CSV (Macintosh)': Mac Roman, lines end in CR alone",
        saved(POINT, ",", "\r").encode("mac-roman"),
    ),
    Imitation(
        "excel-separator-announced.csv",
        "Excel with a first line sep=; that teachers add so that it opens in columns everywhere",
        ("sep=;\r\n" + saved(POINT, ";", "\r\n")).encode("cp1252"),
    ),
    Imitation(
        "excel-english-dates.csv",
        "Excel in English took 1/3 for the 3rd of January and saves what it shows, 3-Jan",
        saved(_each_fraction(POINT, _american_date), ",", "\r\n").encode("cp1252"),
        damaged=True,
    ),
    Imitation(
        "excel-german-dates.csv",
        "Excel in German took 1/3 for the 1st of March and saves what it shows, 01. Mrz",
        saved(_each_fraction(COMMA, _german_date), ";", "\r\n").encode("cp1252"),
        damaged=True,
    ),
    Imitation(
        "excel-fraction-format.csv",
        "Excel with cells formatted as fractions: 4/3 is shown and saved as 1 1/3, 1/3 with a space in front",
        saved(_each_fraction(POINT, _mixed), ",", "\r\n").encode("cp1252"),
    ),
    Imitation(
        "excel-formulas.csv",
        "Excel where =4/3 was typed: the result as a cell of usual width shows it, 1.333333333",
        saved(_each_fraction(POINT, _result), ",", "\r\n").encode("cp1252"),
    ),
    Imitation(
        "google-sheets.csv",
        "Google Sheets, download as CSV: UTF-8 without mark, CRLF between lines and none after the last",
        saved(POINT, ",", "\r\n").removesuffix("\r\n").encode(),
    ),
    Imitation(
        "google-sheets.tsv",
        "Google Sheets, download as TSV: the same with tabs",
        saved(POINT, "\t", "\r\n").removesuffix("\r\n").encode(),
    ),
    Imitation(
        "numbers-table-names.csv",
        "Numbers, export with table names: the name alone in the first line, an empty line after the table",
        ("Table 1\n" + saved(POINT, ",", "\n") + "\n").encode(),
    ),
    Imitation(
        "numbers-german-table-names.csv",
        "Numbers in German: semicolons and decimal comma, under a name that has neither",
        ("Tabelle 1\n" + saved(COMMA, ";", "\n") + "\n").encode(),
    ),
    Imitation(
        "notepad.csv",
        "Windows Notepad: typed with a true minus sign, UTF-8 with a mark, no comma for empty cells at the end",
        saved(_without_empty_end(POINT), ",", "\r\n").replace(",-", ",\u2212").encode("utf-8-sig"),
    ),
    Imitation(
        "open-document.ods",
        "An OpenDocument spreadsheet with the answers on its second sheet, empty cells and rows as repeats",
        open_document(POINT),
    ),
    Imitation(
        "excel-second-sheet.xlsx",
        "Excel with a copy of the sheet: the first is blank, the answers are on the second",
        _second_sheet(POINT),
    ),
    Imitation(
        "excel-called-csv.csv",
        "A workbook that was renamed to .csv",
        _second_sheet(POINT),
    ),
    Imitation(
        "csv-called-excel.xlsx",
        "A CSV file that was renamed to .xlsx",
        saved(COMMA, ";", "\r\n").encode("cp1252"),
    ),
    Imitation(
        "excel-one-column.csv",
        "Excel in German opens a CSV file with commas in its first column; the answers are typed beside it",
        saved(
            [
                [",".join([*line[:LABELED], *("" for _ in line[LABELED:])]), *line[LABELED:]]
                if place
                else [",".join(line), *("" for _ in line[LABELED:])]
                for place, line in enumerate(COMMA)
            ],
            ";",
            "\r\n",
        ).encode("cp1252"),
    ),
    Imitation(
        "vim.csv",
        "A plain editor on Linux: LF, spaces after commas, no line end after the last line",
        saved(POINT, ",", "\n").replace(",", ", ").removesuffix("\n").encode(),
    ),
)
