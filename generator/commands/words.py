"""The command `words`: which sentences a language lacks, and which of its translations nothing prints any more."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click

from generator.catalogue import Catalogue
from generator.commands.needed import needed_sentences
from generator.errors import ByhandError
from generator.files.whole import write_whole
from generator.language.overview import Overview, overview, started, updated
from generator.language.po_files import Sentence, read_po, translated
from generator.language.words import ENDING, LANGUAGE, languages, text_in


@click.command()
@click.argument("language")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--update", is_flag=True, help="Write the missing sentences into the file, ready to be translated.")
def words(language: str, folder: Path | None, update: bool) -> None:
    """List what is missing or unused in the file of a LANGUAGE, such as de.

    With the FOLDER of an assignment: in its own templates/LANGUAGE.po, which comes before ours, and with the sentences
    of its own exercises and templates. Exits with code 1 when there is something to do.
    """
    file = _file(language, folder)
    broken: list[ByhandError] = []
    entries = read_po(text_in(file), str(file)) if file.is_file() else started(language)
    needed = needed_sentences(Catalogue.of(folder or Path()) if folder else Catalogue(), folder, broken)
    known = set(needed) if language == "en" else _ours(language) if folder else set()
    found = overview(entries, needed, known)
    if update:
        write_whole(file, f"{updated(entries, needed, found.missing)}\n")
    for error in broken:
        click.echo(f"byhand: {error}", err=True)
    click.echo("\n".join(_lines(found, str(file), update)))
    if found.missing or found.unused or broken:
        raise SystemExit(1)


def _file(language: str, folder: Path | None) -> Path:
    """The file that the command is about; ByhandError for one that must not be written."""
    if not LANGUAGE.fullmatch(language):
        raise ByhandError(f"language {language[:20]!r}: expected a code such as de, fr or pt_BR")
    ours = Path(str(files("templates")))
    if folder:
        return folder / "templates" / f"{language}{ENDING}"
    if language not in languages() and not (ours.parent / "pyproject.toml").is_file():
        raise ByhandError(
            f"language {language} is not included; name an assignment to have your own in its folder: "
            f"byhand words {language} FOLDER --update"
        )
    return ours / f"{language}{ENDING}"


def _ours(language: str) -> set[Sentence]:
    """What our own file of the language translates."""
    file = files("templates") / f"{language}{ENDING}"
    return set(translated(read_po(text_in(file), str(file)))) if file.is_file() else set()


def _lines(found: Overview, file: str, update: bool) -> Iterator[str]:
    """What is to be done, by the place of each sentence."""
    for sentence, place in found.missing.items():
        yield f"missing  {sentence}  ({place})"
    for sentence in found.unused:
        yield f"unused   {sentence}"
    yield f"{file}: {len(found.missing)} missing, {len(found.unused)} unused"
    if update:
        yield "the missing ones are in the file now, without a translation; unused ones are behind #~"
