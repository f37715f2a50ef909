"""Small good files of every kind, from which a search for bad ones starts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pikepdf

from generator.assignment.answer_sheet import answer_sheet, answer_table, filled_in
from generator.assignment.worksheet import Worksheet, make_worksheet
from tests.fuzzing.mutation import zipped
from tests.simulated.homework import ROSTER, TOML
from tests.simulated.students import worksheet_of

HANDED_IN = Path(__file__).parent.parent / "answer_sheets"
"""Answer sheets as spreadsheets save them."""
RICH_TOML = """
key = "spring"
title = "Homework 1"
due = 2026-12-01T18:00:00+01:00
timezone = "Europe/Berlin"
paper = "letter"
variants = 3
answers = "xlsx"
student = "login"
[late]
grace = "30min"
penalty = "10% per day"
until = { ada = 2026-12-02T18:00:00 }
[marking]
follow_through = 0.5
repeated_slips = "once"
resubmit = false
[[exercise]]
name = "backpropagation"
id = "hw"
points = "5/2"
[exercise.given]
X = [[1], [2], [1]]
[[accept]]
exercise = "hw"
grid = "Z1"
row = 1
column = 1
value = "7"
"""


@cache
def sheet() -> Worksheet:
    """The worksheet that is handed in."""
    return worksheet_of("lstm", 1, steps=1)


def tables() -> list[bytes]:
    """Answer sheets as text."""
    filled = filled_in(sheet())
    titled = [f"Homework 1\n{filled}", f"sep=;\n{filled.replace(',', ';')}"]
    texts = [filled, answer_sheet(sheet()), *titled, "".join(f'"{line}"\n' for line in filled.splitlines())]
    return [*(text.encode() for text in texts), *(path.read_bytes() for path in sorted(HANDED_IN.glob("*.csv")))]


def cells() -> list[bytes]:
    """What may be in one cell."""
    texts = "-3 0,5 1/2 1½ 50% 5E-3 1'234.5 =1/2 '7 x=3 1.6... 1.(3) 3·10^-2 ≈0.5 (rounded) 12.5.2026 #REF! ٣٫٥ 0.3̅"
    return [text.encode() for text in texts.split()]


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with these rows."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append([int(text) if text.lstrip("-").isdecimal() else text for text in row])
    book.save(content)
    return content.getvalue()


def workbooks() -> list[bytes]:
    """Answer sheets as workbooks."""
    return [workbook(list(answer_table(sheet()))), *(path.read_bytes() for path in sorted(HANDED_IN.glob("*.xlsx")))]


def spreadsheets() -> list[bytes]:
    """An answer sheet as an OpenDocument spreadsheet."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in csv.reader(io.StringIO(filled_in(sheet())))
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Answers">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    parts = [("mimetype", kind), ("META-INF/manifest.xml", manifest.encode()), ("content.xml", content.encode())]
    return [zipped(parts)]


def archives() -> list[bytes]:
    """Archives as learning platforms and students make them."""
    answers = filled_in(sheet()).encode()
    inner = zipped([("answers.csv", answers), ("photo.jpg", b"\xff\xd8\xff")])
    return [
        zipped([("lovelaceada_81_4711_answers.csv", answers), ("Ben Ray_82_assignsubmission_file_/x.zip", inner)]),
        inner,
    ]


def forms() -> list[bytes]:
    """PDFs with form fields, once with their objects in streams and once without."""
    return [_form(pikepdf.ObjectStreamMode.disable), _form(pikepdf.ObjectStreamMode.generate)]


def _form(mode: pikepdf.ObjectStreamMode) -> bytes:
    document, content = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    named = {"worksheet": sheet().id, "lstm.zf1.1.1": "7", "lstm.zf1.1.2": "−0.5", "lstm.c1.2.1": "1/2"}
    fields = [
        document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String(name), V=pikepdf.String(value)))
        for name, value in named.items()
    ]
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
    document.save(content, object_stream_mode=mode, compress_streams=False, deterministic_id=True)
    return content.getvalue()


def descriptions() -> list[bytes]:
    """Descriptions of assignments."""
    return [TOML.encode(), RICH_TOML.encode()]


def rosters() -> list[bytes]:
    """Class lists, as people write and platforms export them."""
    canvas = 'Student,ID,SIS User ID,SIS Login ID,Section\nPoints Possible,,,,\n"Lovelace, Ada",1,a1,ada@x.org,1\n'
    moodle = "Vorname;Nachname;ID-Nummer;E-Mail-Adresse\nAda;Lovelace;4711;ada@x.org\n"
    return [ROSTER.encode(), canvas.encode(), b"\xef\xbb\xbf" + moodle.encode(), moodle.encode("utf-16")]


def roster_workbooks() -> list[bytes]:
    """A class list as a workbook."""
    return [workbook([line.split(",") for line in ROSTER.splitlines()])]


def records() -> list[bytes]:
    """Records of worksheets with the digests of their lines, and without, so that more than the digest is looked at."""
    whole = sheet().line()
    line = json.loads(whole)
    other = json.loads(
        make_worksheet("secret", "ben", "Ben Ray", worksheet_of("workbook-linear-layer", 1).tasks).line()
    )
    plain = [json.dumps({name: entry for name, entry in each.items() if name != "digest"}) for each in (line, other)]
    return [whole.encode(), "\n".join(plain).encode(), *(f"{each}\n".encode() for each in plain)]


def translations() -> list[bytes]:
    """Files of translations."""
    rule = "nplurals=2; plural=(n != 1);"
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {rule}\\n"\n'
    plural = 'msgid "{count} cell"\nmsgid_plural "{count} cells"\n'
    entries = [
        '# a remark\n#: sheet.py:7\n#, fuzzy\nmsgid "Given"\nmsgstr "Gegeben"\n',
        f'msgctxt "noun"\n{plural}msgstr[0] "{{count}} Feld"\nmsgstr[1] "{{count}} Felder"\n',
        'msgid "a"\n"b\\n"\nmsgstr ""\n"c\\td"\n\n#~ msgid "old"\n#~ msgstr "alt"\n',
    ]
    return ["\n".join([head, *entries]).encode(), "\n".join(entries[:1]).encode()]


def marked_cells() -> list[bytes]:
    """cells.csv of an earlier marking, as byhand writes it and as a spreadsheet saves it."""
    text = (
        "student,exercise,step,title,grid,row,column,typed,expected,verdict,credit\n"
        "ada,lstm,2,Gates,zf1,1,1,7,8,incorrect,0\nada,lstm,2,Gates,zf1,1,2,'=1,8,correct,1\n"
    )
    return [text.encode(), text.replace(",", ";").encode("cp1252"), text.encode("utf-16")]


def pinned() -> list[bytes]:
    """Grids that a teacher pins."""
    return [b'{"X": [[1], [2], [1]]}', b'{"T": [[0], [0], ["1"]], "X": [[3], [2.0], ["2/2"]]}']
