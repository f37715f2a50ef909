"""Writes the digests of the first sheets of exercises that have none yet: `python -m tests.tools.digests`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.assignment.given import show_given
from generator.network.exercise import Exercise
from generator.network.instance import draw_instance
from tests.simulated.students import EXERCISES

FILE = Path(__file__).parent.parent / "goldens" / "instances.json"


def shown(exercise: Exercise, seeds: range, chosen: Mapping[str, Any] | None = None) -> str:
    blueprint = exercise.blueprint(chosen)
    return json.dumps(
        [{name: show_given(rows) for name, rows in draw_instance(blueprint, seed).values.items()} for seed in seeds]
    )


def main() -> None:
    digests = json.loads(FILE.read_text("utf-8"))
    for exercise in EXERCISES:
        if exercise.name not in digests:
            digests[exercise.name] = hashlib.sha256(shown(exercise, range(20)).encode()).hexdigest()
    FILE.write_text(json.dumps(digests, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
