"""Writes the digests of the first sheets of exercises that have none yet: `python -m tests.tools.digests`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.simulated.students import EXERCISES
from tests.test_exercises import shown

FILE = Path(__file__).parent.parent / "goldens" / "instances.json"


def main() -> None:
    digests = json.loads(FILE.read_text("utf-8"))
    for exercise in EXERCISES:
        if exercise.name not in digests:
            digests[exercise.name] = hashlib.sha256(shown(exercise, range(20)).encode()).hexdigest()
    FILE.write_text(json.dumps(digests, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
