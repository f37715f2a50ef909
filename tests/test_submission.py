"""Answer sheets as spreadsheets and editors save them: what was typed arrives, and what is wrong is told by line."""

from __future__ import annotations

import csv
import io
import pickle
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some

from generator.assignment.answer_sheet import answer_sheet
from generator.errors import ByhandError
from generator.files.text import decode
from grader.answers.fitting import fitted
from grader.answers.reading import AnswerReader, read_submissions
from grader.answers.submission import Line, Submission
from tests.simulated.students import blueprint_of, key_of, worksheet_of

SHEET = worksheet_of("backpropagation", 7)
LINES = [
    ["worksheet", "exercise", "step", "grid", "row", "1", "2"],
    ["K7Q2-9F3M", "lstm", "2", "zf1", "1", "-4", ""],
    ["K7Q2-9F3M", "lstm", "2", "zf1", "2", "1/2", "x"],
    ["K7Q2-9F3M", "lstm", "3", "f1", "1", "0.9", ""],
]
TYPED = {
    Line("lstm", "zf1", 1): ("-4", ""),
    Line("lstm", "zf1", 2): ("1/2", "x"),
    Line("lstm", "f1", 1): ("0.9", ""),
}


def saved(lines: list[list[str]], separator: str = ",", end: str = "\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(lines)
    return text.getvalue()


def read(text: str) -> Submission:
    (submission,) = read_submissions("ada.csv", text)
    return submission


def test_the_blank_sheet_has_a_line_for_each_row_of_each_blank_grid() -> None:
    submission = read(answer_sheet(SHEET))
    expected = {
        Line("backpropagation", grid.name, row)
        for grid in blueprint_of(SHEET).asked
        for row in range(1, grid.shape[0] + 1)
    }
    assert set(submission.typed) == expected
    assert not any(text for texts in submission.typed.values() for text in texts)
    assert submission.worksheet == SHEET.id


def test_the_blank_sheet_names_steps_and_has_no_key_in_it() -> None:
    lines = answer_sheet(SHEET).splitlines()
    assert lines[0] == "worksheet,exercise,step,title,line,grid,row,1,2,3,4"
    assert lines[1] == f"{SHEET.id},backpropagation,1,Forward pass,1/{len(lines) - 1},Z1,1,,-,-,-"
    assert len(lines) == 1 + sum(len(key_of(SHEET)[grid.name]) for grid in blueprint_of(SHEET).asked)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_way_of_saving_is_read(separator: str, end: str, encoding: str) -> None:
    assert read(decode(saved(LINES, separator, end).encode(encoding))).typed == TYPED


CHANGES: dict[str, Callable[[list[list[str]]], list[list[str]]]] = {
    "lines in another order": lambda lines: [lines[0], lines[3], lines[1], lines[2]],
    "a line twice": lambda lines: [*lines, lines[1]],
    "a line twice, once blank": lambda lines: [*lines, [*lines[2][:5], "", ""]],
    "blank lines": lambda lines: [[], lines[0], ["", "", ""], *lines[1:], []],
    "columns in another order": lambda lines: [line[::-1] for line in lines],
    "a column more": lambda lines: [["remark", *lines[0]], *(["I was ill", *line] for line in lines[1:])],
    "a header in capitals": lambda lines: [[name.upper() + " " for name in lines[0]], *lines[1:]],
    "trailing empties": lambda lines: [[*line, "", "", ""] for line in lines],
    "lines cut short": lambda lines: [lines[0], lines[1][:6], lines[2], lines[3][:6]],
    "an id in small letters": lambda lines: [lines[0], *(["k7q2 9f3m", *line[1:]] for line in lines[1:])],
    "the id in the first line only": lambda lines: [*lines[:2], *(["", *line[1:]] for line in lines[2:])],
    "a title above the header": lambda lines: [["My answers"], *lines],
    "rows as decimals": lambda lines: [lines[0], *([*line[:4], line[4] + ".0", *line[5:]] for line in lines[1:])],
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_spreadsheets_do_to_a_sheet_does_no_harm(change: str) -> None:
    submission = read(saved(CHANGES[change]([list(line) for line in LINES])))
    assert submission.typed == TYPED
    assert submission.worksheet == "K7Q2-9F3M"
    assert submission.remarks == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_that_excel_announces_is_used(separator: str) -> None:
    assert read(f"sep={separator}\r\n" + saved(LINES, separator)).typed == TYPED


def test_lines_that_disagree_are_reported_and_count_for_neither() -> None:
    changed = [*LINES, ["K7Q2-9F3M", "lstm", "2", "zf1", "1", "5", ""]]
    submission = read(saved(changed))
    assert submission.typed[Line("lstm", "zf1", 1)] == ("-4 | 5", "")
    assert [str(remark) for remark in submission.remarks] == [
        "ada.csv: row 1 of zf1 occurs twice with different answers; keep only one of the lines"
    ]
    assert read(saved([changed[0], *reversed(changed[1:])])).typed == submission.typed


def test_lines_that_agree_in_other_words_are_one_answer() -> None:
    submission = read(saved([*LINES, ["K7Q2-9F3M", "lstm", "2", "zf1", "2", "0,5", "x"]]))
    assert submission.typed[Line("lstm", "zf1", 2)][0] in ("1/2", "0,5")
    assert submission.remarks == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no header"),
        ("hello\nworld\n", "line 1: no header"),
        ("grid,row\nzf1,1\n", "no numbered columns"),
        ("grid,row,1,1\nzf1,1,2,3\n", "two columns are numbered 1"),
        ("grid,row,1\n", "no lines below the header"),
        ("grid,row,1\n" + "zf1,1,2\n" * 20_001, "more than 20000 lines"),
        ('grid,row,1\nzf1,1,"' + "2" * 200_000 + '"\n', "line 2: longer than 30000 characters"),
    ],
)
def test_a_file_that_is_no_answer_sheet_is_refused_with_the_place(text: str, message: str) -> None:
    with pytest.raises(ByhandError, match=f"^ada.csv.*{message}"):
        read_submissions("ada.csv", text)


def test_a_row_that_is_no_number_is_remarked_with_line_and_column() -> None:
    submission = read(saved([*LINES, ["K7Q2-9F3M", "lstm", "3", "f1", "two", "1", ""]]))
    assert [str(remark) for remark in submission.remarks] == [
        "ada.csv, line 5, column row: 'two' is not a row number; copy the line from the blank sheet"
    ]


def swapped(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_quotation_mark_that_never_closes_spoils_nothing(separator: str, place: str) -> None:
    old = separator.join(("1", "-4", "") if place == "first" else ("1", "0.9", ""))
    text = swapped(saved(LINES, separator), old, old.replace("-4", '"-4').replace("0.9", '"0.9'))
    submission = read(text)
    line = 2 if place == "first" else 4
    assert submission.typed == TYPED
    assert [str(remark) for remark in submission.remarks] == [
        f"ada.csv, line {line}: a quotation mark opens here and is never closed; delete it"
    ]


def test_two_stray_quotation_marks_spoil_nothing_between_them() -> None:
    text = swapped(swapped(saved(LINES), ",-4,", ',"-4,'), ",0.9,", ',"0.9,')
    submission = read(text)
    assert submission.typed == TYPED
    assert len(submission.remarks) == 1


@pytest.mark.parametrize("broken", ['"-4\n"', '"\n-4"', '"-4\r\n"', '"\n\n-4"'])
def test_a_line_break_in_a_cell_is_read(broken: str) -> None:
    submission = read(swapped(saved(LINES), ",-4,", f",{broken},"))
    assert (submission.typed, submission.remarks) == (TYPED, ())


def test_a_line_break_in_a_cell_with_a_decimal_comma_is_read() -> None:
    submission = read(swapped(saved(LINES), ",0.9,", ',"0,9\n",'))
    assert submission.typed[Line("lstm", "f1", 1)] == ("0,9", "")


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_what_is_no_line_end_in_a_table_ends_no_line(sign: str) -> None:
    assert read(swapped(saved(LINES), ",-4,", f",-4{sign},")).typed == TYPED


@pytest.mark.parametrize(
    ("title", "separator"), [("My answers, by me", ";"), ("a;b;c;d;e;f;g;h;i", ","), ("a,b", "\t")]
)
def test_a_title_with_another_separator_does_no_harm(title: str, separator: str) -> None:
    assert read(f"{title}\n\n{saved(LINES, separator)}").typed == TYPED


BLANK = [
    ["worksheet", "exercise", "step", "title", "line", "grid", "row", "1", "2", "3"],
    *(["K7Q2-9F3M", "lstm", "2", "Linear", f"{row}/4", "zf1", str(row), "", "", "-"] for row in range(1, 5)),
]


def with_cells(*cells: str) -> str:
    """The sheet with this text instead of the cells of each line, quoted nowhere."""
    rows = (",".join([*line[:7], text]) for line, text in zip(BLANK[1:], cells, strict=True))
    return "\n".join([",".join(BLANK[0]), *rows]) + "\n"


def test_unquoted_decimal_commas_are_read_where_there_is_one_way_only() -> None:
    submission = read(with_cells("0,5,3,-", "1,2,-", "-1,-5,3,-", "0,5,-0,1,-"))
    assert list(submission.typed.values())[1:] == [("1", "2", ""), ("-1", "-5,3", ""), ("0,5", "-0,1", "")]
    assert "line 4, 5: decimal commas" in str(submission.remarks[1])


def test_unquoted_decimal_commas_that_may_be_meant_in_two_ways_are_unreadable_in_their_line_only() -> None:
    submission = read(with_cells("0,6,3,-", "1,2,-", "3,4,-", "5,6,-"))
    assert list(submission.typed.values()) == [("0,6,3", "0,6,3", ""), ("1", "2", ""), ("3", "4", ""), ("5", "6", "")]
    assert "line 2: decimal commas" in str(submission.remarks[0])
    assert "nobody can say which comma is which" in str(submission.remarks[0])


def test_a_field_too_many_that_is_no_decimal_is_told() -> None:
    submission = read(with_cells("x,y,-,z", "1,2,-", "3,4,-", "5,6,-"))
    assert [str(remark) for remark in submission.remarks] == [
        "ada.csv, line 2: has more fields than the header; copy the line from the blank sheet"
    ]


@pytest.mark.parametrize("outer", [";", "\t", ","])
def test_a_sheet_that_a_spreadsheet_shows_in_one_column_is_read_with_what_was_typed_beside_it(outer: str) -> None:
    typed = (["0,5", "3", ""], ["1", "2", ""], ["-3", "", ""], ["", "", ""])
    lines = [[",".join(BLANK[0]), "", "", ""]]
    lines += [[",".join(line), *cells] for line, cells in zip(BLANK[1:], typed, strict=True)]
    submission = read(saved(lines, outer))
    assert list(submission.typed.values()) == [("0,5", "3", ""), ("1", "2", ""), ("-3", "", ""), ("", "", "")]
    assert "shows every line in its first column" in str(submission.remarks[0])
    assert "with a comma as the separator" in str(submission.remarks[0])


@pytest.mark.parametrize(("inner", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_a_sheet_of_which_every_line_was_saved_as_one_field_is_read(inner: str, name: str) -> None:
    lines = [inner.join(BLANK[0]), *(inner.join([*line[:-3], "0.5", "3", "-"]) for line in BLANK[1:])]
    submission = read("".join(f'"{line}"\n' for line in lines))
    assert set(submission.typed.values()) == {("0.5", "3", "")}
    assert f"with a {name} as the separator" in str(submission.remarks[0])


def test_one_file_may_hold_the_sheets_of_several_students() -> None:
    other = [["AAAA-BBBB", *line[1:]] for line in LINES[1:]]
    assert [each.worksheet for each in read_submissions("all.csv", saved(LINES + other))] == ["AAAA-BBBB", "K7Q2-9F3M"]


def test_no_file_of_a_class_changes_how_another_is_read() -> None:
    texts = [
        saved(LINES),
        saved([*LINES[:1], *LINES[2:], LINES[1]]),
        saved([[cell.replace("zf1", "zf2") for cell in line] for line in LINES]),
        saved([[cell.replace("1/2", "-") for cell in line] for line in LINES]),
        saved([[*line[:4], "x", *line[5:]] if line[4] == "2" else line for line in LINES]),
        saved([[*line[:-1], "5"] for line in LINES]),
        saved([["AAAA-BBBB", *line[1:]] if line is LINES[1] else line for line in LINES]),
    ]
    reader = AnswerReader()
    for text in (*texts, *reversed(texts)):
        with_others, alone = (read("ada.csv", text) for read in (reader.submissions, read_submissions))
        assert with_others == alone


@pytest.mark.parametrize("submission", [read(saved(LINES)), Submission("ada.csv", "K7Q2-9F3M", {})])
def test_a_submission_that_was_packed_is_the_same_again(submission: Submission) -> None:
    again = pickle.loads(pickle.dumps(submission))
    assert again == submission
    assert list(again.typed) == list(submission.typed)
    assert all(type(line) is Line for line in again.typed)


def test_grids_are_found_in_any_case_unless_two_differ_by_it() -> None:
    sheet = worksheet_of("lstm", 1)
    typed = {
        Line("LSTM", "ZF1", 1): ("1",),
        Line("lstm", "C1", 1): ("2",),
        Line("", "c1", 1): ("3",),
        Line("lstm", "T1", 2): ("4",),
    }
    submission = fitted(Submission("ada.csv", sheet.id, typed), sheet)
    assert submission.typed == {
        Line("lstm", "zf1", 1): ("1",),
        Line("lstm", "C1", 1): ("2",),
        Line("lstm", "c1", 1): ("3",),
        Line("lstm", "t1", 2): ("4",),
    }


def test_what_is_not_on_the_worksheet_is_remarked() -> None:
    sheet = worksheet_of("lstm", 1)
    typed = {Line("lstm", "zz", 1): ("1",), Line("lstm", "f1", 1): ("1", "7"), Line("lstm", "f1", 9): ("",)}
    beyond, nowhere = map(str, fitted(Submission("ada.csv", sheet.id, typed), sheet).remarks)
    assert beyond == "ada.csv: row 1 of f1 ends with column 1; anything beyond it is not marked"
    assert nowhere.startswith("ada.csv: this worksheet has no row 1 of grid 'zz' in exercise 'lstm'; copy")


DASHES = ("-", "–", "—", "−")
cells = some.text(some.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)


@given(some.lists(some.tuples(cells, cells), min_size=3, max_size=3), some.sampled_from(",;\t"), some.randoms())
def test_whatever_is_typed_survives_saving_and_any_order_of_lines(
    answers: list[tuple[str, str]], separator: str, chance: random.Random
) -> None:
    lines = [[*line[:5], *answer] for line, answer in zip(LINES[1:], answers, strict=True)]
    chance.shuffle(lines)
    submission = read(saved([LINES[0], *lines], separator))
    # A dash is what the blank sheet prints where nothing belongs.
    meant = [tuple("" if text in DASHES else text for text in answer) for answer in answers]
    assert [submission.typed[line] for line in TYPED] == meant
