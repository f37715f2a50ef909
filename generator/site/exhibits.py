"""What the page shows of each exercise before the engine is there: its entry in the catalogue, and a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.assignment.worksheet import loose_worksheet
from generator.language.words import Words
from generator.layout import Paper
from generator.layout.pictures import Drawings
from generator.network.exercise import Exercise
from generator.network.instance import draw_instance
from generator.network.number import POINT
from generator.network.parameters import CHOICE, Choice, Parameter
from generator.sheet.filling import Entry

_SEED = 7
_BLANK = Entry("")


def entry_of(exercise: Exercise, words: Words) -> Mapping[str, Any]:
    """An exercise with its parameters: what they mean, what they may be, and their defaults."""
    return {
        "name": exercise.name,
        "title": words(exercise.title),
        "family": exercise.family,
        "level": exercise.level,
        "minutes": exercise.minutes,
        "parameters": [
            parameter.as_json()
            | {"meaning": words(parameter.range.meaning), "spelled": parameter.shown_default}
            | _called(parameter, words)
            for parameter in exercise.parameters
        ],
    }


def _called(parameter: Parameter, words: Words) -> dict[str, Any]:
    """What the choices of a parameter are called, if it has any."""
    if not isinstance(parameter.range, Choice):
        return {}
    return {"called": {word: words.gettext.pgettext(CHOICE, word) for word in parameter.range.words}}


def picture_of(exercise: Exercise, words: Words) -> str:
    """The first page of a sheet as an SVG file."""
    blueprint = exercise.blueprint({}, words)
    worksheet = loose_worksheet(blueprint, draw_instance(blueprint, _SEED))
    first = Drawings(Paper.A4).of(worksheet.structure)[0]
    drawn = first.poured(worksheet.printed, dict.fromkeys(worksheet.blanks, _BLANK), words(POINT))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
