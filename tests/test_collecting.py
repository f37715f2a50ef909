"""Files as the world sends them, through `grade`: whose they are, which one counts, and what a person is told."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from generator.assignment.answer_sheet import answer_sheet
from generator.assignment.description import read_assignment
from generator.assignment.issue import hand_out
from generator.assignment.record import read_record
from grader.answers.arrival.receipts import ReceiptDesk
from grader.answers.collecting import collect
from grader.answers.files import HandedFile
from tests.simulated.homework import filled, grade, grades, make_homework, sheet_of


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    return make_homework(tmp_path)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def reissue(homework: Path, student: str) -> None:
    """Hand out another sheet to a student."""
    assignment = read_assignment(homework)
    hand_out(assignment, assignment.students(), assignment.students(), reissue=(student,))


def only(text: str, exercise: str) -> str:
    """An answer sheet with the lines of one exercise."""
    header, *lines = text.splitlines()
    return "\n".join([header, *(line for line in lines if line.split(",")[1] == exercise)]) + "\n"


def blanked(text: str, exercise: str) -> str:
    """An answer sheet with one exercise left blank, its lines in place."""
    header, *lines = text.splitlines()
    kept = (line if line.split(",")[1] != exercise else ",".join(line.split(",")[:7]) for line in lines)
    return "\n".join([header, *kept]) + "\n"


def test_a_few_lines_of_another_sheet_in_a_file_change_nobodys_marks(homework: Path, inbox: Path) -> None:
    ada, ben = filled(sheet_of(homework, "ada")), filled(sheet_of(homework, "ben"))
    (inbox / "ada.csv").write_text(ada, encoding="utf-8")
    (inbox / "zz-mine.csv").write_text(ben + ada.splitlines()[1] + "\n", encoding="utf-8")
    result = grade(homework, inbox)
    assert result.exit_code == 1
    assert "1 of " in result.stderr
    assert "lines of the sheet of ada are among those of ben" in result.stderr
    assert [grades(homework)[student]["percent"] for student in ("ada", "ben")] == ["100", "100"]


def test_a_few_lines_count_for_nothing_either_where_their_owner_handed_in_nothing(homework: Path, inbox: Path) -> None:
    ada, ben = filled(sheet_of(homework, "ada")), filled(sheet_of(homework, "ben"))
    (inbox / "mine.csv").write_text(ben + ada.splitlines()[1] + "\n", encoding="utf-8")
    assert grade(homework, inbox).exit_code == 1
    assert (grades(homework)["ada"]["score"], grades(homework)["ben"]["percent"]) == ("0", "100")


def test_a_file_that_names_nobody_never_counts_beside_one_that_names_its_owner(homework: Path, inbox: Path) -> None:
    (inbox / "ada.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    (inbox / "zz.csv").write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): "77"}), encoding="utf-8")
    result = grade(homework, inbox)
    assert result.exit_code == 1
    assert "in/zz.csv: has the worksheet id of ada, whose own file is in/ada.csv" in result.stderr
    assert grades(homework)["ada"]["percent"] == "100"


def test_one_file_may_hold_the_whole_class(homework: Path, inbox: Path) -> None:
    texts = [filled(sheet_of(homework, student)) for student in ("ada", "ben", "cyd")]
    whole = texts[0] + "".join(text.split("\n", 1)[1] for text in texts[1:])
    (inbox / "all.csv").write_text(whole, encoding="utf-8")
    assert grade(homework, inbox).exit_code == 0
    assert {line["percent"] for line in grades(homework).values()} == {"100"}


def test_a_blank_copy_never_beats_the_filled_one(homework: Path, inbox: Path) -> None:
    sheet = sheet_of(homework, "ada")
    (inbox / "ada (9).csv").write_text(answer_sheet(sheet), encoding="utf-8")
    (inbox / "ada.csv").write_text(filled(sheet), encoding="utf-8")
    os.utime(inbox / "ada.csv", (1, 1))
    result = grade(homework, inbox)
    assert (result.exit_code, grades(homework)["ada"]["percent"]) == (0, "100"), result.stderr


def test_one_file_an_exercise_is_merged(homework: Path, inbox: Path) -> None:
    text = filled(sheet_of(homework, "ada"))
    (inbox / "ada lstm.csv").write_text(blanked(text, "vector-database"), encoding="utf-8")
    (inbox / "ada vectors.csv").write_text(blanked(text, "lstm"), encoding="utf-8")
    result = grade(homework, inbox)
    assert (result.exit_code, grades(homework)["ada"]["percent"]) == (0, "100"), result.stderr
    assert grades(homework)["ada"]["file"] == "in/ada lstm.csv, in/ada vectors.csv"


def lines_of(text: str, *exercises: str) -> str:
    """The lines of some exercises, under the header: the others were deleted."""
    header, *lines = text.splitlines()
    return "\n".join([header, *(line for line in lines if line.split(",")[1] in exercises)]) + "\n"


def test_files_that_complete_each_other_are_not_called_cut_off(homework: Path, inbox: Path) -> None:
    text = filled(sheet_of(homework, "ada"))
    (inbox / "ada lstm.csv").write_text(lines_of(text, "lstm"), encoding="utf-8")
    (inbox / "ada vectors.csv").write_text(lines_of(text, "vector-database"), encoding="utf-8")
    result = grade(homework, inbox)
    assert (result.exit_code, grades(homework)["ada"]["percent"]) == (0, "100"), result.stderr
    (inbox / "ada vectors.csv").write_text("\n".join(text.splitlines()[:-1]) + "\n", encoding="utf-8")
    lines = len(text.splitlines()) - 1
    result = grade(homework, inbox)
    assert f"only {lines - 1} of {lines} lines are there; the others were cut off" in result.stderr
    assert result.exit_code == 1


def test_the_times_of_files_say_nothing_and_an_unknown_order_is_said(homework: Path, inbox: Path) -> None:
    for name, when, wrong in (("ada 1.csv", 3000, "88"), ("ada 2.csv", 2000, ""), ("ada 3.csv", 9000, "")):
        (inbox / name).write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): wrong}), encoding="utf-8")
        os.utime(inbox / name, (when, when))
    assert grade(homework, inbox).exit_code == 0, "blank cells disagree with nothing"
    text = filled(sheet_of(homework, "ada"), {("h1", 1, 1): "99", ("h1", 2, 1): ""})
    (inbox / "ada 3.csv").write_text(text, encoding="utf-8")
    result = grade(homework, inbox)
    assert result.exit_code == 1
    assert "it is not known which is the last: in/ada 1.csv counts" in result.stderr


BLACKBOARD = "Homework_ada_attempt_2026-01-{day}-10-00-00_answers.csv"
PLATFORMS = {
    "Blackboard": (BLACKBOARD.format(day="09"), BLACKBOARD.format(day="10")),
    "Canvas": ("lovelaceada_81_999_answers.csv", "lovelaceada_LATE_81_1000_answers.csv"),
    "ILIAS": ("Lovelace_Ada_al_7/20260109100000_x.csv", "Lovelace_Ada_al_7/20260110100000_a.csv"),
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_of_files_that_disagree_the_platforms_last_counts(platform: str, homework: Path, tmp_path: Path) -> None:
    first, last = PLATFORMS[platform]
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.writestr(first, filled(sheet_of(homework, "ada"), {("h1", 1, 1): "88"}))
        archive.writestr(last, filled(sheet_of(homework, "ada")))
    result = grade(homework, tmp_path / "download.zip")
    assert f"download.zip/{last} is the newest and counts" in result.stderr
    assert (result.exit_code, grades(homework)["ada"]["percent"]) == (1, "100")


def test_a_platforms_own_file_that_names_no_student_needs_nobody(homework: Path, tmp_path: Path) -> None:
    folder = "Ada Lovelace_81_assignsubmission_file_"
    stranger = "Mr Nobody_82_assignsubmission_onlinetext_/onlinetext.html"
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.writestr(f"{folder}/a.csv", filled(sheet_of(homework, "ada")))
        archive.writestr("grades.csv", "name,grade\nAda,1\n")
        archive.writestr("hw1/status.xlsx", "PK")
    result = grade(homework, tmp_path / "download.zip")
    assert (result.exit_code, grades(homework)["ada"]["percent"]) == (0, "100"), result.stderr
    with zipfile.ZipFile(tmp_path / "download.zip", "a") as archive:
        archive.writestr(stranger, "<p>my answers</p>")  # somebody handed that in
    assert f"download.zip/{stranger}" in grade(homework, tmp_path / "download.zip").stderr


def commit(folder: Path, message: str) -> None:
    who = ("-c", "user.name=Emmy Noether", "-c", "user.email=emmy@example.org")
    for command in (("add", "-A"), (*who, "commit", "-q", "-m", message)):
        subprocess.run(["git", "-C", str(folder), *command], check=True, capture_output=True)


def test_of_files_in_a_checkout_the_one_of_the_last_commit_counts(homework: Path, inbox: Path) -> None:
    subprocess.run(["git", "init", "-q", str(inbox)], check=True)
    for name, wrong in (("ada b.csv", "88"), ("ada a.csv", "5")):
        (inbox / name).write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): wrong}), encoding="utf-8")
        commit(inbox, name)
    assert "in/ada a.csv is the newest and counts; ignored: in/ada b.csv" in grade(homework, inbox).stderr
    (inbox / "ada b.csv").write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): "9"}), encoding="utf-8")
    commit(inbox, "again")
    assert "in/ada b.csv is the newest and counts" in grade(homework, inbox).stderr


def test_a_checkout_without_its_history_knows_no_order(homework: Path, inbox: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(inbox)], check=True)
    for name, wrong in (("ada b.csv", "88"), ("ada a.csv", "5")):
        (inbox / name).write_text(filled(sheet_of(homework, "ada"), {("h1", 1, 1): wrong}), encoding="utf-8")
        commit(inbox, name)
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth", "1", inbox.as_uri(), str(shallow)], check=True)
    assert "it is not known which is the last" in grade(homework, shallow).stderr


UNREADABLE = {
    "IMG.jpg": (b"\xff\xd8\xff\xe0", "a picture, which cannot be read"),
    "page.docx": (b"no matter", "a document of a word processor"),
    "book.xls": (b"\xd0\xcf\x11\xe0" + bytes(99), "in the form of Excel 97"),
    "broken.xlsx": (b"PK\x03\x04" + bytes(99), "cannot be read as a workbook"),
    "broken.pdf": (b"%PDF-1.7 no more", "cannot be read as a PDF"),
    "onlinetext.html": (b"<p>my answers</p>", "not an answer sheet"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_in_a_students_folder_was_handed_in(name: str, homework: Path, tmp_path: Path) -> None:
    content, why = UNREADABLE[name]
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.writestr(f"Ada Lovelace_81_assignsubmission_file_/{name}", content)
    result = grade(homework, tmp_path / "download.zip")
    assert result.exit_code == 1
    assert why in result.stderr
    assert grades(homework)["ada"]["note"].startswith("handed in, cannot be read; ")
    assert grades(homework)["ben"]["note"] == "nothing handed in"


def test_a_platforms_own_files_are_no_problem_beside_an_answer_sheet(homework: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.writestr(BLACKBOARD.format(day="09"), filled(sheet_of(homework, "ada")))
        archive.writestr("Homework_ada_attempt_2026-01-09-10-00-00.txt", "Name: Ada Lovelace (ada)\n")
        archive.writestr("Ben Ray_82_assignsubmission_file_/x.csv", filled(sheet_of(homework, "ben")))
        archive.writestr("Ben Ray_82_assignsubmission_onlinetext_/onlinetext.html", "<p></p>")
    result = grade(homework, tmp_path / "download.zip")
    assert (result.exit_code, result.stderr) == (0, "")


SIDE_FILES = {
    "Moodle": (
        "Augusta Byron_82_assignsubmission_file_/x.csv",
        "Augusta Byron_82_assignsubmission_onlinetext_/onlinetext.html",
        "Emmy Noether_83_assignsubmission_onlinetext_/onlinetext.html",
    ),
    "Blackboard": (
        "Homework_abyron_attempt_2026-01-09-10-00-00_answers.csv",
        "Homework_abyron_attempt_2026-01-09-10-00-00.txt",
        "Homework_enoether_attempt_2026-01-09-10-00-00.txt",
    ),
    "Canvas": ("byronaugusta_LATE_81_999_x.csv", "byronaugusta_81_998_text.html", "noetheremmy_83_997_text.html"),
}


@pytest.mark.parametrize("platform", SIDE_FILES)
def test_a_side_file_belongs_to_whoever_handed_in_a_sheet_under_the_same_name(
    platform: str, homework: Path, tmp_path: Path
) -> None:
    """The roster does not have these names, so the sheet alone says whose it is."""
    sheet, beside, stranger = SIDE_FILES[platform]
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.writestr(beside, "<p>see the file</p>")  # whichever comes first
        archive.writestr(sheet, filled(sheet_of(homework, "ada")))
    result = grade(homework, tmp_path / "download.zip")
    assert (result.exit_code, result.stderr, grades(homework)["ada"]["percent"]) == (0, "", "100")
    with zipfile.ZipFile(tmp_path / "download.zip", "a") as archive:
        archive.writestr(stranger, "<p>my answers</p>")
    result = grade(homework, tmp_path / "download.zip")
    assert result.exit_code == 1
    assert f"download.zip/{stranger}" in result.stderr
    assert beside not in result.stderr


def test_a_zip_in_a_zip_is_opened(homework: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
        archive.writestr("folder/answers.csv", filled(sheet_of(homework, "ada")))
    with zipfile.ZipFile(tmp_path / "download.zip", "w") as archive:
        archive.write(tmp_path / "mine.zip", "Ada Lovelace_81_assignsubmission_file_/mine.zip")
    assert grade(homework, tmp_path / "download.zip").exit_code == 0
    assert grades(homework)["ada"]["percent"] == "100"


def test_a_file_named_after_another_student_is_nobodys_until_a_person_decides(homework: Path, inbox: Path) -> None:
    folder = inbox / "Ada Lovelace_81_assignsubmission_file_"
    folder.mkdir()
    (folder / "ben.csv").write_text(filled(sheet_of(homework, "ben")), encoding="utf-8")
    result = grade(homework, inbox)
    assert result.exit_code == 1
    assert "the file and its folder name different students, ben, ada" in result.stderr
    assert {line["score"] for line in grades(homework).values()} == {"0"}


@pytest.mark.parametrize(("share", "told"), [(0.45, True), (0.55, False)])
def test_a_sheet_that_is_mostly_blank_is_put_before_a_person(
    share: float, told: bool, homework: Path, inbox: Path
) -> None:
    sheet = sheet_of(homework, "ada")
    places = [
        (name, row + 1, column + 1)
        for task in sheet.tasks
        for name, spots in task.spots.items()
        for row, column in spots
    ]
    blank = dict.fromkeys(places[int(len(places) * share) :], "")
    (inbox / "ada.csv").write_text(filled(sheet, blank), encoding="utf-8")
    result = grade(homework, inbox)
    assert (f"of {len(places)} cells are filled in" in result.stderr) is told
    assert result.exit_code == int(told)


@pytest.mark.parametrize(("share", "told"), [(0.45, False), (0.55, True)])
def test_a_sheet_that_can_mostly_not_be_read_is_put_before_a_person(
    share: float, told: bool, homework: Path, inbox: Path
) -> None:
    sheet = sheet_of(homework, "ada")
    places = [(name, row + 1, column + 1) for name, spots in sheet.tasks[0].spots.items() for row, column in spots]
    all_cells = sum(len(spots) for task in sheet.tasks for spots in task.spots.values())
    wrong = dict.fromkeys(places[: int(all_cells * share)], "02. Jan")
    if len(wrong) < int(all_cells * share):
        more = [(name, r + 1, c + 1) for name, spots in sheet.tasks[1].spots.items() for r, c in spots if name != "a"]
        wrong |= dict.fromkeys(more[: int(all_cells * share) - len(wrong)], "02. Jan")
    (inbox / "ada.csv").write_text(filled(sheet, wrong), encoding="utf-8")
    assert ("filled cells cannot be read" in grade(homework, inbox).stderr) is told


def test_a_blank_sheet_is_put_before_a_person(homework: Path, inbox: Path) -> None:
    (inbox / "ada.csv").write_text(answer_sheet(sheet_of(homework, "ada")), encoding="utf-8")
    result = grade(homework, inbox)
    assert (result.exit_code, result.stderr) == (1, "in/ada.csv: nothing is filled in\n")


def test_thousands_of_faults_in_one_file_are_told_in_a_few_sentences(homework: Path, inbox: Path) -> None:
    sheet = sheet_of(homework, "ada")
    extra = "".join(f"{sheet.id},lstm,2,Linear,,g{number},1,7\n" for number in range(15_000))
    (inbox / "ada.csv").write_text(filled(sheet) + extra, encoding="utf-8")
    result = grade(homework, inbox)
    assert grades(homework)["ada"]["percent"] == "100"
    assert "14980 more faults of this kind" in result.stderr
    assert all(file.stat().st_size < 200_000 for file in (homework / "marks" / "feedback").iterdir())


def test_a_foreign_sheet_is_named_at_its_owner_too(homework: Path, inbox: Path) -> None:
    (inbox / "ben.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    assert grade(homework, inbox).exit_code == 1
    for student in ("ada", "ben"):
        assert "was issued to ada, not to ben; ask both students" in grades(homework)[student]["note"]
    assert grades(homework)["ada"]["note"].startswith("nothing handed in; ")


def test_where_a_service_knows_the_sender_only_the_owners_note_names_somebody(homework: Path) -> None:
    assignment = read_assignment(homework)
    record = read_record(assignment.issued_file, assignment.blueprints)
    text = filled(sheet_of(homework, "ada"))
    handed = HandedFile("upload.csv", text, students=("ben",))
    found = collect([handed], record, assignment.students(), ReceiptDesk(None, ()))
    assert [str(note) for note in found.of("ada").notes] == [
        "upload.csv: ben handed in this worksheet, which does not count; ask both students"
    ]
    assert [str(note) for note in found.of("ben").notes] == [str(said) for said in found.problems]
    assert "ada" not in str(found.problems[0])


def test_a_problem_names_the_student_it_is_about_if_there_is_one(homework: Path) -> None:
    assignment = read_assignment(homework)
    record = read_record(assignment.issued_file, assignment.blueprints)
    files = [HandedFile("ben.csv", filled(sheet_of(homework, "ada"))), HandedFile("notes.csv", "nothing to mark")]
    found = collect(files, record, assignment.students(), ReceiptDesk(None, ()))
    about = {str(problem).partition(":")[0].partition(",")[0]: problem.student for problem in found.problems}
    assert about == {"ben.csv": "ben", "notes.csv": ""}


def test_a_sheet_without_its_line_of_headings_is_named_at_the_student_whose_id_it_has(
    homework: Path, inbox: Path
) -> None:
    text = filled(sheet_of(homework, "ada"))
    (inbox / "upload.csv").write_text(text.partition("\n")[2], encoding="utf-8")
    assert grade(homework, inbox).exit_code == 1
    note = grades(homework)["ada"]["note"]
    assert note.startswith("handed in, cannot be read; ")
    assert "upload.csv, line 1: no header" in note
    (inbox / "ada.csv").write_text(text, encoding="utf-8")
    assert grade(homework, inbox).exit_code == 1
    assert grades(homework)["ada"]["percent"] == "100"


def test_lines_of_several_students_without_headings_are_nobodys(homework: Path, inbox: Path) -> None:
    both = (filled(sheet_of(homework, student)).partition("\n")[2] for student in ("ada", "ben"))
    (inbox / "upload.csv").write_text("".join(both), encoding="utf-8")
    assert grade(homework, inbox).exit_code == 1
    assert {line["note"] for line in grades(homework).values()} == {"nothing handed in"}


def test_a_withdrawn_sheet_is_called_that_and_the_one_that_counts_is_named(homework: Path, inbox: Path) -> None:
    old = sheet_of(homework, "ada")
    reissue(homework, "ada")
    new = sheet_of(homework, "ada")
    (inbox / "upload.csv").write_text(filled(old), encoding="utf-8")
    result = grade(homework, inbox)
    said = f"{old.id} was withdrawn when ada was handed out another sheet; {new.id} is the one that counts"
    assert (result.exit_code, said in result.stderr) == (1, True)
    assert said in grades(homework)["ada"]["note"]
    assert "not issued for this assignment" not in result.stderr


def test_a_withdrawn_sheet_is_compared_as_the_source_of_copies(homework: Path, inbox: Path) -> None:
    old, ben = sheet_of(homework, "ada"), sheet_of(homework, "ben")
    reissue(homework, "ada")
    (inbox / "ben.csv").write_text(filled(old).replace(old.id, ben.id), encoding="utf-8")
    assert "ben: " in (stderr := grade(homework, inbox).stderr)
    assert "wrong numbers are those of ada" in stderr
