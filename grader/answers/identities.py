"""Who uploaded a file, by what a learning platform knows for certain: e-mail address, student id or login; no names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from generator.assignment.roster import RosterLine

IDS = frozenset(("id number", "student id", "sid", "sis user id"))
"""Columns of a roster with ids that a platform may know, besides the one that names files."""


class Identities:
    """The students of a roster, by what platforms know about them; what two students share identifies neither."""

    def __init__(self, roster: Iterable[RosterLine]) -> None:
        roster = tuple(roster)
        self._by_email = _unique((line.student.email, line.student.id) for line in roster)
        self._by_id = _unique(
            (text, line.student.id)
            for line in roster
            for text in (line.student.id, *(line.cells[title] for title in IDS & line.cells.keys()))
        )
        # Without e-mail addresses in the roster, that which comes before the @ is all there is to go by.
        logins = ((text, line.student.id) for line in roster for text in (line.student.login, line.student.id))
        self._by_login = {} if self._by_email else _unique(logins)

    def of_user(self, user: Any) -> str:
        """The id of the student that a platform's record of a user means; empty if that is not certain."""
        if not isinstance(user, dict):
            return ""
        email, sid = (_plain(str(user.get(name) or "")) for name in ("email", "sid"))
        login = email.partition("@")[0]
        found = {self._by_email.get(email, ""), self._by_id.get(sid, ""), self._by_login.get(login, "")} - {""}
        return found.pop() if len(found) == 1 else ""


def _unique(known: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The student by each text that only one student has."""
    owners: dict[str, set[str]] = {}
    for text, student in known:
        owners.setdefault(_plain(text), set()).add(student)
    return {text: min(students) for text, students in owners.items() if text and len(students) == 1}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip()).casefold()
