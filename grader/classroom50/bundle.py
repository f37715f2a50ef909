"""The autograder for Classroom 50: a folder that anybody can download, so it names nobody and holds no secret."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from generator.assignment.description import Assignment, read_assignment
from generator.assignment.record import Record, read_record
from generator.assignment.roster import RosterLine
from generator.catalogue import FOLDER
from generator.errors import ByhandError, first_few
from generator.files.text import read_text
from generator.files.whole import whole_file
from grader.autograder import files_of, program_files

DESCRIBED = ("title", "language", "paper", "exercise", "marking", "accept")
"""What marking needs of a description: not the key, and not the deadlines, which name students."""
OWNERS = "owners.json"
MOST_NAMED = 5
_LOGIN = re.compile(r"[a-z\d](?:-?[a-z\d]){0,38}", re.ASCII)
"""The logins that GitHub gives out; e-mail addresses are none, so nobody can test an address against the folder."""


def write_bundle(assignment: Assignment, out: Path) -> None:
    """Write the folder; ByhandError if it is in use for something else, or if a student has no GitHub login."""
    if out.exists() and not (out / "autograder.py").exists() and (out.is_file() or any(out.iterdir())):
        raise ByhandError(f"{out}: is in use for something else; choose another folder with --out")
    for name, content in bundle(assignment).items():
        with whole_file(out / name) as file:
            file.write(content)
    read_assignment(out / "assignment")


def bundle(assignment: Assignment) -> dict[str, bytes]:
    """The files of the folder, by path: autograder.py, this program, and what it marks against."""
    folder = assignment.folder
    record = read_record(assignment.issued_file, assignment.blueprints)
    roster = [line for line in assignment.roster() if line.student.id in record]
    if not roster:
        raise ByhandError(f"{assignment.issued_file}: no worksheet was issued; run `byhand generate {folder}` first")
    ids = [record.places[line.student.id].worksheet for line in roster]
    content = dict(files_of(files("templates") / "classroom50", ""))
    content |= {f"byhand/{name}": data for name, data in program_files().items()}
    for own in ("templates", FOLDER):
        if (folder / own).is_dir():
            content |= {f"assignment/{name}": data for name, data in files_of(folder / own, own)}
    texts = {
        OWNERS: json.dumps(_owners(roster, record), indent=1, sort_keys=True) + "\n",
        "assignment/assignment.toml": _description(folder / "assignment.toml"),
        # A worksheet's id takes the place of whoever has it.
        "assignment/roster.csv": "student,name\n" + "".join(f"{identity},\n" for identity in sorted(ids)),
        "assignment/issued.jsonl": "".join(sorted(_nameless(record, line.student.id) for line in roster)),
    }
    return content | {name: text.encode() for name, text in texts.items()}


def owner_hash(worksheet: str, login: str) -> str:
    """By what the owner of a worksheet is known again: each worksheet has another hash of the same login."""
    return hashlib.sha256(f"{worksheet}\n{login.strip().casefold()}".encode()).hexdigest()


def _owners(roster: Iterable[RosterLine], record: Record) -> dict[str, list[str]]:
    """The hashes of each worksheet's owner; ByhandError for students without a login of their own."""
    logins = {line.student.id: _logins(line) for line in roster}
    shared = Counter(login for found in logins.values() for login in found)
    own = {student: sorted(login for login in found if shared[login] == 1) for student, found in logins.items()}
    lost = [student for student, found in own.items() if not found]
    if lost:
        raise ByhandError(
            f"classroom50: {len(lost)} students have no GitHub login of their own ({first_few(lost, MOST_NAMED)}); "
            "add a column `github` with it to the roster"
        )
    return {
        worksheet: [owner_hash(worksheet, login) for login in found]
        for student, found in own.items()
        for worksheet in [record.places[student].worksheet]
    }


def _logins(line: RosterLine) -> set[str]:
    """What may be the student's login at GitHub: that in a column for it, otherwise the login and the id."""
    named = {text for title, text in line.cells.items() if "github" in title and text.strip()}
    found = named or {line.student.login, line.student.id}
    return {plain for text in found if _LOGIN.fullmatch(plain := text.strip().removeprefix("@").casefold())}


def _nameless(record: Record, student: str) -> str:
    """A student's line of the record, under the id of the worksheet."""
    line = json.loads(record.line(student).raw.decode("utf-8-sig"))
    kept = {name: line[name] for name in ("worksheet", "exercises")}
    return json.dumps({**kept, "student": line["worksheet"], "name": ""}, ensure_ascii=False) + "\n"


def _description(path: Path) -> str:
    """The lines of assignment.toml that marking needs."""
    data = tomllib.loads(read_text(path), parse_float=str)
    return "".join(f"{name} = {_toml(data[name])}\n" for name in DESCRIBED if name in data)


def _toml(value: Any) -> str:
    """A value as TOML writes it on one line; strings are those of JSON, which escape the same way."""
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(name, ensure_ascii=False)} = {_toml(of)}" for name, of in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
