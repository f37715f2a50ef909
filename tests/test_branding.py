"""Branding without code: texts and a logo around the sheet, little ink, printing for a class, a teacher's own words."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pypdf
import pytest
from click.testing import CliRunner

from generator.assignment.branding import read_branding
from generator.assignment.description import read_assignment
from generator.assignment.issue import issue_missing
from generator.assignment.roster import Student
from generator.catalogue import find_exercise
from generator.cli import main
from generator.errors import ByhandError
from generator.language.words import translator
from generator.layout import Paper, lay_out
from generator.network.instance import draw_instance
from generator.pdf import Binding, Copy, Press
from generator.printing import PrintRun, PrintShop, style_of
from generator.sheet.boxes import Arrow, FieldKind, Stroke
from generator.sheet.heading import Heading, InkUse, Wording
from generator.sheet.theme import MILLIMETRE
from tests.tools.images import picture
from tests.tools.sheets import made

TOML = 'title = "T"\n{more}\n[[exercise]]\nname = "backpropagation"\n'
CLASS = [Student("zoe", "Zoë Ray"), Student("ada", "Ada Lovelace"), Student("li", "李华")]
NAMES = [student.name for student in CLASS]
LONG = "Every word of this counts and none of them may touch another one. " * 3


def press_with(name: str = "lstm", paper: Paper = Paper.A4, **heading: Any) -> Press:
    blueprint = made(name)[0]
    return Press(lay_out([(name, blueprint)], paper, bool(heading.get("instructions"))), Heading("Homework", **heading))


def printed(press: Press, name: str = "lstm") -> bytes:
    file = BytesIO()
    press.write(Copy("K7Q2-9F3M", "ada", "Ada", (made(name)[2].values,)), file)
    return file.getvalue()


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("name", ["lstm", "backpropagation", "gcn"])
def test_head_and_foot_never_touch_anything_and_stay_where_printers_reach(name: str, paper: Paper) -> None:
    press = press_with(name, paper, header=LONG[:200], footer=LONG[:200], instructions=LONG * 2, logo=picture())
    with pdfplumber.open(BytesIO(printed(press, name))) as document:
        for page, found in zip(press.sheet.pages, document.pages, strict=True):
            edge = 5 * MILLIMETRE
            assert all(edge <= char["x0"] and char["x1"] <= page.size[0] - edge for char in found.chars)
            assert all(edge <= char["top"] and char["bottom"] <= page.size[1] - edge + 1 for char in found.chars)
            boxes = [field.box for field in page.fields if field.kind is not FieldKind.KEY]
            assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)]
            ink = [ink.box for ink in page.ink if not isinstance(ink, Arrow | Stroke)] + [
                cell.box for cell in page.cells
            ]
            assert not [(a, b) for a in boxes for b in ink if a.overlaps(b)]


def test_texts_and_logo_are_printed_the_instructions_once() -> None:
    told = "Work alone. Show your work."
    data = printed(press_with(header="University of Somewhere", footer="Room 3.14", instructions=told, logo=picture()))
    with pdfplumber.open(BytesIO(data)) as document:
        pages = [page.extract_text() for page in document.pages]
        assert all(len(page.images) == 1 for page in document.pages)
        width, height = document.pages[0].images[0]["width"], document.pages[0].images[0]["height"]
    assert width == pytest.approx(2 * height, rel=0.01)
    assert all("University of Somewhere" in page and "Room 3.14" in page for page in pages)
    assert [told in page for page in pages] == [True] + [False] * (len(pages) - 1)


def test_a_logo_is_stored_once_however_many_copies_show_it() -> None:
    press = press_with(logo=picture((300, 100)))
    file = BytesIO()
    binding = Binding(file, "Class", "en")
    for name in ("ada", "ben", "cyd", "dan", "eve"):
        binding.add(press.plates, press.impress(Copy("K7Q2-9F3M", name, name, (made("lstm")[2].values,))))
    binding.close()
    with pikepdf.open(file) as document:
        streams = [thing for thing in document.objects if isinstance(thing, pikepdf.Stream)]
        images = [stream for stream in streams if stream.get("/Subtype") == "/Image"]
    assert len(images) == 1


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('header = "' + "a" * 201 + '"', "header has 201 characters"),
        ("footer = 3", "footer must be text"),
        ('ink = "none"', 'use "full" or "low"'),
        ('logo = "no.png"', "cannot be read"),
        ('logo = "../logo.png"', "outside the folder"),
        ('logo = "assignment.toml"', "no image of a kind that can be printed"),
        ('logo = "huge.png"', "larger than 200 KiB"),
        ("logo = 7", "must be a file name"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_a_reason(tmp_path: Path, more: str, fault: str) -> None:
    (tmp_path / "assignment.toml").write_text(TOML.format(more=more))
    (tmp_path / "huge.png").write_bytes(picture() + bytes(300_000))
    with pytest.raises(ByhandError, match=fault):
        read_assignment(tmp_path)


@pytest.mark.parametrize("data", [picture()[:60], picture((4000, 2000))])
def test_a_logo_that_is_broken_or_far_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(ByhandError, match="logo"):
        press_with(logo=data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_both_kinds_of_logo_are_read(tmp_path: Path, kind: str) -> None:
    (tmp_path / "logo").write_bytes(picture(kind=kind))
    branding = read_branding({"logo": "logo"}, tmp_path, "here")
    assert b"/Image" in printed(press_with(logo=branding.logo))


def test_little_ink_means_no_tint_and_roles_told_by_marks() -> None:
    for use, tinted in ((InkUse.FULL, True), (InkUse.LOW, False)):
        with pdfplumber.open(BytesIO(printed(press_with(ink=use)))) as document:
            page = document.pages[0]
            large = [rect for rect in page.rects if rect["width"] > 15 and rect["fill"]]
            fills = {rect["non_stroking_color"] for rect in large}
            assert bool(fills - {(1, 1, 1), 0}) is tinted  # white, and the black of the code
            discs = [curve for curve in page.curves if curve["fill"] and curve["width"] > 10]
            assert bool(discs) is tinted


def test_the_page_is_read_in_the_order_of_working() -> None:
    """Also programs that know no tags hear the title, then each step and after it its numbers, row by row."""
    press = press_with("backpropagation", instructions="Work alone.")
    with pdfplumber.open(BytesIO(printed(press, "backpropagation"))) as document:
        heard = "".join(char["text"] for char in document.pages[0].chars).replace(" ", "")
    steps = [step.title.replace(" ", "") for step in made("backpropagation")[0].steps[:4]]
    places = [heard.index(words) for words in ("Backpropagation", "Name", "Workalone.", *steps)]
    assert places == sorted(places)
    values = made("backpropagation")[2].values
    for grid in ("X", "W1", "b1", "W2", "b2", "W3", "b3", "T"):
        numbers = "".join(str(value).replace("-", "−") for row in values[grid] for value in row)
        assert places[3] < heard.index(f"{grid}{numbers}") < places[-2], grid


def test_little_ink_leaves_no_tint_in_a_drawn_graph_either() -> None:
    with pdfplumber.open(BytesIO(printed(press_with("gcn", ink=InkUse.LOW), "gcn"))) as document:
        shapes = [*document.pages[0].curves, *document.pages[0].rects]
    fills = {shape["non_stroking_color"] for shape in shapes if shape["fill"] and shape["width"] > 8}
    assert fills <= {(1, 1, 1), 0}


def test_a_sheet_in_german_is_german_in_head_steps_and_legend(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML.format(more='language = "de"\ndue = "Freitag"'))
    text = "\n".join(_pages(_run(tmp_path).folder / "sheets" / "ada.pdf"))
    for words in ("Vorwärts", "Punkte", "Seite 1 von", "Abgabe: Freitag", "Gewichte", "Kopie, zählt nicht"):
        assert words in text
    with pikepdf.open(tmp_path / "out" / "class.pdf") as document:
        assert str(document.Root.Lang) == "de"


def test_a_folder_of_templates_in_the_assignment_overrides_ours(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML.format(more=""))
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "en.po").write_text(
        'msgid "Score"\nmsgstr "Marks"\n\nmsgid "Gradient descent"\nmsgstr "Step downhill"\n'
    )
    text = "\n".join(_pages(_run(tmp_path).folder / "sheets" / "ada.pdf"))
    assert "Marks" in text
    assert "Step downhill" in text
    assert "Gradient descent" not in text


def test_every_student_has_a_bookmark_and_with_duplex_starts_on_an_odd_page(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML.format(more=""))
    for name, parameters in (("plain", False), ("duplex", True)):
        _run(tmp_path, name, duplex=parameters)
    for file in ("class.pdf", "keys.pdf"):
        each = len(_pages(tmp_path / "plain" / file)) // 3
        places = [place * (each + each % 2) for place in range(3)]
        assert _bookmarks(tmp_path / "duplex" / file) == list(zip(NAMES, places, strict=True))


def test_a_copy_with_several_exercises_has_a_bookmark_for_each(tmp_path: Path) -> None:
    exercises = [(name, find_exercise(name).blueprint()) for name in ("lstm", "backpropagation", "gcn")]
    press = Press(lay_out(exercises, Paper.A4), Heading())
    values = tuple(draw_instance(blueprint, 1).values for _, blueprint in exercises)
    press.write(Copy("K7Q2-9F3M", values=values), tmp_path / "three.pdf")
    assert _bookmarks(tmp_path / "three.pdf") == [
        ("Long Short-Term Memory (LSTM)", 0), ("Backpropagation", 1), ("Graph Convolutional Network (GCN)", 3),
    ]  # fmt: skip


def test_an_odd_number_of_pages_is_followed_by_a_white_back() -> None:
    blueprint = find_exercise("lstm").blueprint()
    sheet = lay_out([("v", blueprint)], Paper.A4)
    assert len(sheet.pages) % 2 == 1
    press = Press(sheet, Heading())
    values = draw_instance(blueprint, 1).values
    file = BytesIO()
    binding = Binding(file, "T", "en", duplex=True)
    for name in ("Ada", "Zoë"):
        binding.add(press.plates, press.impress(Copy("K7Q2-9F3M", name, name, (values,))), {0: name})
    binding.close()
    with pdfplumber.open(file) as document:
        texts = [page.extract_text() for page in document.pages]
    assert len(texts) == 2 * len(sheet.pages) + 1
    assert texts[len(sheet.pages)] == ""


def test_anonymous_sheets_and_bookmarks_show_ids_and_no_names(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML.format(more=""))
    _run(tmp_path, anonymous=True)
    for file in ("class.pdf", "keys.pdf", "sheets/ada.pdf"):
        text = "\n".join(_pages(tmp_path / "out" / file))
        assert "ada" in text
        assert "Lovelace" not in text
    assert [title for title, _ in _bookmarks(tmp_path / "out" / "class.pdf")] == ["zoe", "ada", "li"]


def test_every_word_of_the_head_is_translated() -> None:
    english, german = Wording(), Wording.said_by(translator("de"))
    assert german.page.format(number=1, pages=2) == "Seite 1 von 2"
    said = [value for name, value in vars(english).items() if name not in ("language", "legend")]
    assert {*said, *(name for _, name in english.legend)} == set(Wording.sentences())


def test_files_are_sound_and_say_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML.format(more='header = "H"\nlogo = "logo.png"\nink = "low"'))
    (tmp_path / "logo.png").write_bytes(picture())
    _run(tmp_path)
    for file in ("class.pdf", "keys.pdf", "sheets/li.pdf"):
        with pikepdf.open(tmp_path / "out" / file) as document:
            assert document.check_pdf_syntax() == []
            assert str(document.docinfo["/Author"]) == str(document.docinfo["/Producer"]) == "byhand"
            assert str(document.docinfo["/Title"]).startswith("T")
            assert document.Root.ViewerPreferences.DisplayDocTitle


def _run(folder: Path, out: str = "out", anonymous: bool = False, duplex: bool = False) -> PrintRun:
    (folder / "secret").write_text("for the tests")
    assignment = read_assignment(folder)
    shop = PrintShop(style_of(assignment, anonymous=anonymous), assignment.blueprints)
    run = PrintRun(shop, issue_missing(assignment, CLASS), folder / out, duplex=duplex)
    run.write([student.id for student in CLASS], whole_class=True, done=lambda _count: None)
    return run


def _bookmarks(path: Path) -> list[tuple[str, int]]:
    reader = pypdf.PdfReader(path)
    entries = [entry for entry in reader.outline if isinstance(entry, pypdf.generic.Destination)]
    return [(str(entry.title), reader.get_destination_page_number(entry) or 0) for entry in entries]


def _pages(path: Path) -> list[str]:
    with pdfplumber.open(path) as document:
        return [page.extract_text() for page in document.pages]


def test_a_sign_that_no_font_shows_is_told_on_stderr_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "assignment.toml").write_text(TOML.format(more=""))
    (tmp_path / "roster.csv").write_text("student,name\nada,Ada 😀\nli,李华\n")
    result = CliRunner().invoke(main, ["generate", str(tmp_path), "--jobs", "1", "--duplex", "--ink", "low"])
    assert result.exit_code == 0
    assert "U+1F600) is printed as :grinning:" in result.stderr
    assert "李" not in result.stderr
    assert ":grinning:" in _pages(tmp_path / "sheets" / "ada.pdf")[0]


def test_a_single_sheet_and_the_terminal_speak_german_too(tmp_path: Path) -> None:
    runner = CliRunner()
    made_now = runner.invoke(main, ["generate", "lstm", "--seed", "7", "--language", "de", "--out", str(tmp_path)])
    assert made_now.exit_code == 0
    assert "Ausgabekandidat" in "\n".join(_pages(tmp_path / "lstm-7.pdf"))
    assert "Ausgabekandidat" in runner.invoke(main, ["show", "lstm", "--seed", "7", "--language", "de"]).output
    refused = runner.invoke(main, ["show", "lstm", "--language", "../x"])
    assert refused.exit_code == 2
    assert "give one of en, de" in refused.stderr
