"""The roster: names in any script pass, ids that cannot name a file are refused with their line."""

import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest

from generator.assignment.class_lists.titles import (
    EMAILS,
    FIRST_NAMES,
    IDS,
    LAST_NAMES,
    LOGINS,
    NAMES,
    OTHER_IDS,
    OWN_ID,
    REVERSED_NAMES,
    plain,
)
from generator.assignment.roster import Student, read_roster, read_roster_lines, roster_file
from generator.errors import ByhandError


def roster(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "class list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_names_in_any_script_are_read_in_order(tmp_path: Path) -> None:
    lines = "student,name\nada,Ada Lovelace\nsofya,Софья Ковалевская\n李华,李华\nmuhammad,محمد علي\n"
    assert read_roster(roster(tmp_path, lines)) == (
        Student("ada", "Ada Lovelace"),
        Student("sofya", "Софья Ковалевская"),
        Student("李华", "李华"),
        Student("muhammad", "محمد علي"),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_roster_from_excel_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert read_roster(roster(tmp_path, "Name;Student;Group\r\nÉmilie;emilie;2\r\n", encoding)) == (
        Student("emilie", "Émilie"),
    )


def test_a_student_without_a_name_goes_by_the_id(tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path, "student\nada\n")) == (Student("ada", "ada"),)


@pytest.mark.parametrize(
    ("identity", "complaint"),
    [
        ("", "is empty"),
        ("../ada", "contains a character that file names cannot contain"),
        ("a/b", "contains a character that file names cannot contain"),
        ("a\\b", "contains a character that file names cannot contain"),
        ("a\u202eb", "contains a character that file names cannot contain"),
        ("..", "is not a valid file name on every system"),
        (".hidden", "is not a valid file name on every system"),
        ("NUL", "is not a valid file name on every system"),
        ("com1.x", "is not a valid file name on every system"),
        ("x" * 65, "is longer than 64 characters"),
    ],
)
def test_an_id_that_cannot_name_a_file_is_refused_with_its_line(tmp_path: Path, identity: str, complaint: str) -> None:
    with pytest.raises(ByhandError, match=f"line 3.*{complaint}"):
        read_roster(roster(tmp_path, f"student,name\nada,Ada\n{identity},Somebody\n"))


def test_ids_that_differ_only_in_case_are_refused_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(ByhandError, match=r"line 3: the id 'ADA' is already used in line 2"):
        read_roster(roster(tmp_path, "student,name\nada,Ada\nADA,Another\n"))


@pytest.mark.parametrize("text", ["", "name\nAda\n", "student,name\n"])
def test_a_roster_without_students_says_what_is_missing(tmp_path: Path, text: str) -> None:
    with pytest.raises(ByhandError, match="student"):
        read_roster(roster(tmp_path, text))


def test_a_missing_roster_is_named(tmp_path: Path) -> None:
    with pytest.raises(ByhandError, match=r"nowhere\.csv: cannot be read"):
        read_roster(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("identity", ["COM¹", "lpt³.x", "CONIN$", "conout$.txt", "nul .txt", "COM0"])
def test_names_of_windows_devices_are_refused(tmp_path: Path, identity: str) -> None:
    with pytest.raises(ByhandError, match="is not a valid file name on every system"):
        read_roster(roster(tmp_path, f"student,name\n{identity},Ada\n"))


@pytest.mark.parametrize("identity", ["com¹0", "conin", "com10", "nulla"])
def test_names_that_only_resemble_devices_are_ids(tmp_path: Path, identity: str) -> None:
    (student,) = read_roster(roster(tmp_path, f"student,name\n{identity},Ada\n"))
    assert student.id == identity


PLATFORMS = {
    "Canvas": (
        (
            "Student,ID,SIS User ID,SIS Login ID,Section,Essay (12)\n"
            ",,,,,Manual Posting\n"
            "    Points Possible,,,,,10\n"
            '"Lovelace, Ada",101,77,ada@x.org,A,9\n'
            '"Noether, Emmy",102,78,emmy@x.org,A,\n'
            '"Student, Test",103,,9f8e7d,A,\n'
        ),
        (
            Student("ada@x.org", "Ada Lovelace", "", "ada@x.org"),
            Student("emmy@x.org", "Emmy Noether", "", "emmy@x.org"),
        ),
    ),
    "Canvas without logins": (
        (
            "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
            '"Lovelace, Ada",101,,,A\n"Noether, Emmy",102,,,A\n'
        ),
        (Student("101", "Ada Lovelace"), Student("102", "Emmy Noether")),
    ),
    "Moodle": (
        (
            "First name,Last name,ID number,Institution,Department,Email address,Quiz (Real)\n"
            "Ada,Lovelace,77,,,ada@x.org,-\nEmmy,Noether,78,,,emmy@x.org,9.00\n"
        ),
        (Student("77", "Ada Lovelace", "ada@x.org"), Student("78", "Emmy Noether", "emmy@x.org")),
    ),
    "Moodle without id numbers": (
        "Vorname;Nachname;ID-Nummer;E-Mail-Adresse\nAda;Lovelace;77;ada@x.org\nEmmy;Noether;;emmy@x.org\n",
        (Student("ada@x.org", "Ada Lovelace", "ada@x.org"), Student("emmy@x.org", "Emmy Noether", "emmy@x.org")),
    ),
    "Moodle in French": (
        "Prénom,Nom,Numéro d’identification,Adresse de courriel\nAda,Lovelace,77,ada@x.org\n",
        (Student("77", "Ada Lovelace", "ada@x.org"),),
    ),
    "Moodle in Spanish": (
        "Nombre,Apellido(s),Número de ID,Dirección de correo\nAda,Lovelace,77,ada@x.org\n",
        (Student("77", "Ada Lovelace", "ada@x.org"),),
    ),
    "Google Classroom": (
        (
            "Last Name,First Name,Email Address,Essay\nDate,,,2026-10-01\nPoints,,,100\n"
            "Lovelace,Ada,ada@x.org,90\nPoints,Emmy,emmy@x.org,91\nClass Average,,,90.5\n"
        ),
        (Student("ada@x.org", "Ada Lovelace", "ada@x.org"), Student("emmy@x.org", "Emmy Points", "emmy@x.org")),
    ),
    "ILIAS": (
        "Nachname;Vorname;Login;Matrikelnummer;E-Mail;Rolle\nLovelace;Ada;al12;0077;ada@x.org;Kursmitglied\n",
        (Student("0077", "Ada Lovelace", "ada@x.org", "al12"),),
    ),
    "a title above": (
        "Kurs: Maschinelles Lernen\n\nLogin;Vorname;Nachname\nal12;Ada;Lovelace\n",
        (Student("al12", "Ada Lovelace", "", "al12"),),
    ),
    "a comma in a title": (
        "Email;Last, First\nada@x.org;Lovelace, Ada\n",
        (Student("ada@x.org", "Ada Lovelace", "ada@x.org"),),
    ),
    "our own with Canvas's columns": (
        "student,name,ID,SIS Login ID,Section\nada,Ada Lovelace,101,al12,A\n",
        (Student("ada", "Ada Lovelace", "", "al12"),),
    ),
    "our own with an e-mail": ("student,email\nada,ada@x.org\n", (Student("ada", "ada", "ada@x.org"),)),
    "other spellings": (
        "STUDENT_ID\tSurname\tGiven names\n77\tLovelace\tAda\n",
        (Student("77", "Ada Lovelace"),),
    ),
}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ada\u2028Lovelace", "Ada Lovelace"),
        ("Ada\x0cLovelace", "Ada Lovelace"),
        ('"Ada\n::error::Lovelace"', "Ada ::error::Lovelace"),
        ("\x1b]0;Ada", "]0;Ada"),
        ("\u202eAda\u202c Lovelace", "Ada Lovelace"),
        ("نی\u200cنا", "نی\u200cنا"),
        ("A" * 201, "A" * 200),
        ("\x07", "ada"),
    ],
)
def test_a_name_is_one_line_that_no_terminal_obeys(tmp_path: Path, written: str, name: str) -> None:
    path = roster(tmp_path, f"student,name\nada,{written}\nben,Ben Ray\n")
    assert read_roster(path) == (Student("ada", name), Student("ben", "Ben Ray"))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_class_lists_are_read_as_platforms_export_them(tmp_path: Path, platform: str) -> None:
    text, expected = PLATFORMS[platform]
    assert read_roster(roster(tmp_path, text)) == expected


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("Teilnehmerliste",),
        (),
        ("Matrikelnummer", "Name", "E-Mail"),
        (77, "Ada Lovelace", "ada@x.org"),
        (78.0, "李华"),
    ):
        book.active.append(row)
    book.save(tmp_path / "roster.xlsx")
    expected = (Student("77", "Ada Lovelace", "ada@x.org"), Student("78", "李华"))
    assert read_roster(tmp_path / "roster.xlsx") == expected
    assert roster_file(tmp_path) == tmp_path / "roster.xlsx"


def test_two_class_lists_are_refused_as_nobody_knows_which_one_counts(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("student\nada\n")
    assert roster_file(tmp_path) == tmp_path / "roster.csv"
    (tmp_path / "roster.xlsx").write_bytes(b"PK")
    with pytest.raises(ByhandError, match=r"two class lists, roster\.csv and roster\.xlsx; delete the one"):
        roster_file(tmp_path)


def test_a_broken_workbook_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(b"PK")
    with pytest.raises(ByhandError, match=r"roster\.xlsx: cannot be read as a workbook"):
        read_roster(tmp_path / "roster.xlsx")
    with zipfile.ZipFile(tmp_path / "roster.xlsx", "w") as other:
        other.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(ByhandError, match=r"roster\.xlsx: cannot be read as a workbook"):
        read_roster(tmp_path / "roster.xlsx")


def test_what_a_library_leaves_out_of_a_workbook_is_no_warning(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("student", "name"))
    book.active.append(("ada", "Ada Lovelace"))
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "roster.xlsx", "w") as bare:
        for name in plain.namelist():
            if name != "xl/styles.xml":
                bare.writestr(name, plain.read(name))
    with warnings.catch_warnings(action="error"):
        assert read_roster(tmp_path / "roster.xlsx") == (Student("ada", "Ada Lovelace"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "ada,Ada Lovelace\nemmy,Emmy Noether\n",
            "first line is ada, Ada Lovelace. Add a line above the first student: student,name.",
        ),
        ("ada;Ada Lovelace\n", "first line is ada, Ada Lovelace. Add a line above the first student: student,name."),
        ("Ada Lovelace\nEmmy Noether\n", "first line is Ada Lovelace. Add a line above the first student: student."),
        ("Class 10b\nada,Ada Lovelace\n", "first line is Class 10b. Add a line above the first student: student,name."),
    ],
)
def test_without_titles_the_line_to_add_is_said_and_no_student_is_taken_for_a_title(
    tmp_path: Path, text: str, said: str
) -> None:
    path = roster(tmp_path, text)
    with pytest.raises(ByhandError) as error:
        read_roster(path)
    assert f"no titles of columns; the {said}" in str(error.value)
    assert "assignment.toml" not in str(error.value), "there is none yet where byhand new reads a list"


@pytest.mark.parametrize("above", ["", "Class 10b\n\n"])
def test_titles_without_one_of_ids_are_listed_with_what_to_rename(tmp_path: Path, above: str) -> None:
    path = roster(tmp_path, f"{above}Kürzel;Name\nal12;Ada Lovelace\n")
    with pytest.raises(ByhandError, match=r"the columns are Kürzel, Name.*to student; if there is none, add one"):
        read_roster(path)
    (tmp_path / "assignment.toml").touch()
    with pytest.raises(
        ByhandError, match=r'to student, or write its title into .*assignment\.toml, as in student = "L'
    ):
        read_roster(path)
    assert [entry.student for entry in read_roster_lines(path, "Kürzel")] == [Student("al12", "Ada Lovelace")]
    with pytest.raises(ByhandError, match=r"no column 'Kurzel'.*found: Kürzel, Name"):
        read_roster_lines(path, "Kurzel")


def test_all_cells_of_a_student_are_kept_by_title(tmp_path: Path) -> None:
    (entry,) = read_roster_lines(roster(tmp_path, "student,Section,Notes\nada,A\n"))
    assert entry.cells == {"student": "ada", "section": "A", "notes": ""}


def test_no_title_is_in_two_lists() -> None:
    lists = (OWN_ID, IDS, LOGINS, OTHER_IDS, EMAILS, NAMES, REVERSED_NAMES, FIRST_NAMES, LAST_NAMES)
    every = [title for one in lists for title in one]
    assert len(every) == len(set(every))
    assert every == [plain(title) for title in every]
