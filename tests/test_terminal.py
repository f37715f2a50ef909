"""Instances in the terminal: boxes that align, blanks that stay blank."""

from generator.catalogue import find_exercise
from generator.commands.terminal import boxed_instance
from generator.network.instance import draw_instance
from tests.simulated.students import EXERCISES, FIRST


def test_every_exercise_fits_eighty_columns_when_filled() -> None:
    for exercise in EXERCISES:
        blueprint = exercise.blueprint()
        lines = list(boxed_instance(blueprint, draw_instance(blueprint, 7), fill=True, width=80))
        assert len(lines) > (50 if exercise.name in FIRST else 20)
        # Only a table that has no room for its cells may be wider: a vocabulary of 22 words.
        widest = max(grid.shape[1] for grid in blueprint.grids)
        assert max(map(len, lines)) <= 80 or widest > 12


def test_the_blanks_of_a_sheet_are_empty_and_those_of_its_key_are_not() -> None:
    blueprint = find_exercise("lstm").blueprint({"steps": 1, "hidden": 1})
    instance = draw_instance(blueprint, 7)
    filled = "\n".join(boxed_instance(blueprint, instance, fill=True))
    blank = "\n".join(boxed_instance(blueprint, instance, fill=False))
    assert sum(map(str.isdigit, filled)) - sum(map(str.isdigit, blank)) >= 10
    assert blank.count("│    ") >= 10


def test_plain_boxes_are_ascii() -> None:
    blueprint = find_exercise("lstm").blueprint({"steps": 1, "hidden": 1})
    lines = boxed_instance(blueprint, draw_instance(blueprint, 7), fill=True, plain=True)
    assert not any(set(line) & set("┌┬┐├┼┤└┴┘─│") for line in lines)
