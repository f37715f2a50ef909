"""The deadline of an assignment, read from assignment.toml: when it is due, and what late work costs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from generator.assignment.fields import only, table_in, text_in
from generator.assignment.schema import keys_of
from generator.errors import ByhandError
from generator.network.number import Number, read_number, simplest

_LIKE_A_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[Tt ]\d\S*( ?[+-]\S+)?")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2}(\.\d{2})? ?(uhr|[ap]\.?m)\b", re.IGNORECASE)
_GRACE = re.compile(r"(\d{1,4}) ?(min|h|d)", re.ASCII)
_PERCENT = re.compile(r"([\d./]{1,20}) ?%", re.ASCII)
_PENALTY = re.compile(r"([\d./]{1,20} ?%) per (day|hour)", re.ASCII)
_SPANS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


class Unit(Enum):
    """What a penalty is counted by."""

    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True)
class Deadline:
    """When an assignment is due, and what late work costs.

    For every `unit` that has begun after the time of grace, `penalty` is taken off as a share of all points, up to
    `most` of them. `until` are other dates for single students, `received` when a student handed in if the teacher
    says so. Times that name no zone are those of `zone`.
    """

    due: datetime
    zone: tzinfo
    grace: timedelta
    penalty: Number
    unit: Unit
    most: Number
    until: Mapping[str, datetime]
    received: Mapping[str, datetime]

    def due_for(self, student: str) -> datetime:
        """When the student has to hand in."""
        return self.until.get(student, self.due)

    @property
    def closes(self) -> datetime:
        """When the last student has to hand in, with the time of grace."""
        return max(moment.astimezone(UTC) for moment in (self.due, *self.until.values())) + self.grace

    def is_late(self, student: str, received: datetime) -> bool:
        """Whether it came after the time of grace; at its very end it is still on time."""
        return received.astimezone(UTC) > self._end_of_grace(student)

    def taken_off(self, student: str, received: datetime) -> Number:
        """The share of all points that work handed in then loses."""
        if not self.is_late(student, received):
            return 0
        end = self._end_of_grace(student)
        if self.unit is Unit.HOUR:
            units = -((end - received.astimezone(UTC)) // timedelta(hours=1))
        else:
            # A day ends at the same time of the day, also when clocks are put back or forward in between.
            days = (self._on_the_wall(end) - self._on_the_wall(received)) // timedelta(days=1)
            units = max(1, -days)
        return simplest(min(Fraction(self.penalty) * units, Fraction(self.most)))

    def written(self, moment: datetime) -> str:
        """A time for people to read, on the clock of the assignment, which it names."""
        return _written(moment.astimezone(self.zone))

    def clock(self, moment: datetime) -> str:
        """The same beside a time that names the clock already."""
        return _written(self._on_the_wall(moment))

    def _end_of_grace(self, student: str) -> datetime:
        return self.due_for(student).astimezone(UTC) + self.grace

    def _on_the_wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)


def read_deadline(data: Mapping[str, Any], where: str) -> tuple[str, Deadline | None]:
    """What is printed after `due`, and the deadline if a time is given; ByhandError for what cannot be read."""
    late = table_in(data, "late", where)
    there = f"{where}, [late]"
    only(late, keys_of("late"), there)
    zone = _zone(text_in(data, "timezone", where), where)
    due = data.get("due", "")
    if not isinstance(due, datetime) and not (isinstance(due, str) and _LIKE_A_TIME.fullmatch(due.strip())):
        if late:
            raise ByhandError(
                '{there}: needs a due date with a time; write due = "2026-12-01T18:00:00+01:00" above it', there=there
            )
        return text_in(data, "due", where), None
    moment = _moment(due, "due", zone, where)
    share, unit = _penalty(text_in(late, "penalty", there, "0% per day"), there)
    deadline = Deadline(
        due=moment,
        zone=zone or moment.tzinfo or UTC,
        grace=_grace(text_in(late, "grace", there, "0h"), there),
        penalty=share,
        unit=unit,
        most=_share(text_in(late, "most", there, "100%"), "most", there),
        until=_moments(late, "until", zone, there),
        received=_moments(late, "received", zone, there),
    )
    return deadline.written(moment), deadline


def resembles_a_time(due: str) -> bool:
    """Whether what is only printed after `due` has a date and a time of the day, so that a deadline may be meant."""
    day, found, rest = _CLOCK.sub("\0", due, count=1).partition("\0")
    return bool(found) and any(map(str.isdecimal, day + rest))


def _zone(name: str, where: str) -> tzinfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise ByhandError(
            "{where}: the timezone {name!r} is unknown; write the name of a region and a city, as in timezone = "
            '"Europe/Berlin"',
            where=where,
            name=name[:40],
        ) from error


def _moments(late: Mapping[str, Any], key: str, zone: tzinfo | None, where: str) -> Mapping[str, datetime]:
    """The times of single students."""
    return {
        student: _moment(moment, f"{student[:40]} in {key}", zone, where)
        for student, moment in table_in(late, key, where).items()
    }


def _moment(value: Any, key: str, zone: tzinfo | None, where: str) -> datetime:
    """A time with its zone; one that occurs twice, or never, because clocks are changed is refused."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ByhandError(
            '{where}: {key}: {value!r} is not a date with a time; write it as in "2026-12-01T18:00:00+01:00"',
            where=where,
            key=key,
            value=str(value)[:40],
        ) from error
    if moment.tzinfo is not None:
        return moment
    if zone is None:
        raise ByhandError(
            '{where}: {key}: {time} needs a time zone; write its offset, as in "{written}+01:00", or add a line such '
            'as timezone = "Europe/Berlin"',
            where=where,
            key=key,
            time=_written(moment),
            written=moment.isoformat(),
        )
    moment = moment.replace(tzinfo=zone)
    if moment.replace(fold=1).utcoffset() != moment.utcoffset():
        raise ByhandError(
            "{where}: {key}: clocks are changed at {time}, so that this time occurs twice or never; write another, or "
            "its offset, as in +01:00",
            where=where,
            key=key,
            time=_written(moment),
        )
    return moment


def _written(moment: datetime) -> str:
    zone = f" ({moment.tzinfo})" if moment.tzinfo else ""
    return f"{moment:%Y-%m-%d %H:%M}{f':{moment:%S}' if moment.second or moment.microsecond else ''}{zone}"


def _grace(text: str, where: str) -> timedelta:
    found = _GRACE.fullmatch(text.strip())
    if found is None:
        raise ByhandError(
            '{where}: grace {text!r} is not a span of time; write it as in "30min", "1h" or "2d"',
            where=where,
            text=text[:20],
        )
    return int(found[1]) * _SPANS[found[2]]


def _penalty(text: str, where: str) -> tuple[Number, Unit]:
    found = _PENALTY.fullmatch(" ".join(text.split()))
    if found is None:
        raise ByhandError(
            '{where}: penalty {text!r} is unknown; write a share of all points, as in "10% per day" or "1% per hour"',
            where=where,
            text=text[:30],
        )
    return _share(found[1], "penalty", where), Unit(found[2])


def _share(text: str, key: str, where: str) -> Number:
    """A percentage from 0 to 100, as a share."""
    found = _PERCENT.fullmatch(text.strip())
    try:
        share = Fraction(read_number(found[1])) / 100 if found else None
    except ValueError:
        share = None
    if share is None or not 0 <= share <= 1:
        raise ByhandError(
            '{where}: {key} {text!r} is not a percentage from 0 to 100; write it as in "50%"',
            where=where,
            key=key,
            text=text[:20],
        )
    return simplest(share)
