"""Makes the real files of this folder with LibreOffice: `python -m tests.answer_sheets.make`. Run once; they are kept.

A worksheet of LSTM (decimals) and vector database (fractions, words), filled with its key, is opened and saved in
several locales, with and without letting the spreadsheet recognise dates.
"""

from __future__ import annotations

import csv
import io
import subprocess
import tempfile
from pathlib import Path

from generator.assignment.answer_sheet import LABELS, answer_sheet
from generator.assignment.issued_lines import read_issued
from generator.assignment.worksheet import Worksheet, make_worksheet
from generator.catalogue import Blueprints
from generator.network.number import show_value
from tests.simulated.students import worksheet_of

FOLDER = Path(__file__).parent
GERMAN, BRITISH, AMERICAN, FRENCH = 1031, 2057, 1033, 1036
UTF8, UTF16, WINDOWS = 76, 65535, 1
WAYS = {
    # Opened in a locale, with dates recognised or not; saved with separator and encoding.
    "german-semicolon-windows-1252.csv": (GERMAN, True, 59, WINDOWS),
    "german-tab-utf-16.csv": (GERMAN, False, 9, UTF16),
    "french-semicolon-utf-8.csv": (FRENCH, True, 59, UTF8),
    "american-damaged.csv": (AMERICAN, True, 44, UTF8),
    "british-damaged-tab-utf-16.csv": (BRITISH, True, 9, UTF16),
    "american-plain.xlsx": (AMERICAN, False, 0, 0),
    "american-damaged.xlsx": (AMERICAN, True, 0, 0),
    "german.xlsx": (GERMAN, True, 0, 0),
}
DECIMAL_COMMA = (GERMAN, FRENCH)
NAMES = {GERMAN: "de-DE", BRITISH: "en-GB", AMERICAN: "en-US", FRENCH: "fr-FR"}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"><value>{}</value></prop></item>
</oor:items>
"""


def worksheet() -> Worksheet:
    """The worksheet that all files answer, as it was issued when they were made."""
    (issued,) = read_issued(FOLDER / "issued.jsonl", Blueprints())
    return issued


def make() -> None:
    """Issue the sheet, fill it and have LibreOffice open and save it."""
    exercises = (*worksheet_of("lstm", 7, steps=1).tasks, *worksheet_of("vector-database", 7).tasks)
    line = make_worksheet("secret", "ada", "Ada Lovelace", exercises).line()
    (FOLDER / "issued.jsonl").write_text(line, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name, (locale, dates, separator, encoding) in WAYS.items():
            source = Path(folder) / Path(name).with_suffix(".csv").name
            with source.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(typed_lines("," if locale in DECIMAL_COMMA else "."))
            as_shown = "true" if locale in DECIMAL_COMMA else "false"
            out = f"csv:Text - txt - csv (StarCalc):{separator},34,{encoding},1,,{locale},false,true,{as_shown}"
            kind = "xlsx" if name.endswith(".xlsx") else out
            opening = f"--infilter=CSV:44,34,76,1,,{locale},false,{'true' if dates else 'false'}"
            profile = Path(folder) / NAMES[locale]
            (profile / "user").mkdir(parents=True, exist_ok=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(NAMES[locale]), "utf-8")
            user = f"-env:UserInstallation={profile.as_uri()}"
            subprocess.run(
                ["soffice", user, "--headless", opening, "--convert-to", kind, "--outdir", str(FOLDER), str(source)],
                check=True,
            )


def typed_lines(point: str) -> list[list[str]]:
    """The answer sheet filled with the key's values, with a decimal point or comma."""
    sheet = worksheet()
    keys = {exercise.id: key for exercise, key in zip(sheet.tasks, sheet.key(), strict=True)}
    lines = list(csv.reader(io.StringIO(answer_sheet(sheet))))
    for line in lines[1:]:
        values = keys[line[1]][line[LABELS.index("grid")]][int(line[LABELS.index("row")]) - 1]
        line[len(LABELS) : len(LABELS) + len(values)] = [show_value(value).replace(".", point) for value in values]
    return lines


if __name__ == "__main__":
    make()
