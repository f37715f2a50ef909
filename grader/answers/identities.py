"""Who uploaded a file, by what a learning platform knows for certain: e-mail address, student id or login; no names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator import files

MOST_ROSTER_BYTES = 64 << 20
EMAILS = frozenset(("email", "e-mail", "mail", "email address", "e-mail address"))
IDS = frozenset(("student", "id", "id number", "student id", "sid", "sis user id"))
LOGINS = frozenset(("login", "username", "user", "sis login id"))


class Identities:
    """The students of a roster, by what platforms know about them; what two students share identifies neither."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        rows = [{title: _plain(cell) for title, cell in row.items()} | {"": row.get("student", "")} for row in rows]
        self._by_email = _unique(rows, EMAILS)
        self._by_id = _unique(rows, IDS)
        # Without e-mail addresses in the roster, that which comes before the @ is all there is to go by.
        self._by_login = {} if self._by_email else _unique(rows, LOGINS | IDS)

    @staticmethod
    def of(roster: Path) -> Identities:
        """The identities in a roster file."""
        lines = [row for _, row in files.table_rows(str(roster), files.read_text(roster, MOST_ROSTER_BYTES))]
        header = [cell.strip().lower() for cell in lines[0]] if lines else []
        return Identities(dict(zip(header, (cell.strip() for cell in row), strict=False)) for row in lines[1:])

    def of_user(self, user: Any) -> str:
        """The id of the student that a platform's record of a user means; empty if that is not certain."""
        if not isinstance(user, dict):
            return ""
        email, sid = (_plain(str(user.get(name) or "")) for name in ("email", "sid"))
        login = email.partition("@")[0]
        found = {self._by_email.get(email, ""), self._by_id.get(sid, ""), self._by_login.get(login, "")} - {""}
        return found.pop() if len(found) == 1 else ""


def _unique(rows: Iterable[Mapping[str, str]], titles: frozenset[str]) -> dict[str, str]:
    """The student by each text in these columns that only one student has."""
    owners: dict[str, set[str]] = {}
    for row in rows:
        for title in titles & row.keys():
            owners.setdefault(row[title], set()).add(row[""])
    return {text: min(students) for text, students in owners.items() if text and len(students) == 1}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip()).casefold()
