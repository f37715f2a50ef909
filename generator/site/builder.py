"""Writes the site: the page in every language, the engine, all exercises as pictures, and the worker that keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from generator.catalogue import OURS
from generator.errors import ByhandError
from generator.files.whole import whole_file
from generator.language.templates import environment
from generator.language.words import Words, languages, translator
from generator.network.exercise import Exercise
from generator.site.exhibits import entry_of, picture_of
from generator.site.memory import memory_of
from generator.site.packs import COMPILED, of_wheels, our_own, packed
from generator.site.policy import style_of_reports
from generator.site.supplies import RUNTIME_FILES, Supplies

NAMES = {"en": "English", "de": "Deutsch"}
"""What languages call themselves."""
DOCS = "docs"
"""The folder of the documentation, if it is put beside the page."""
MARKING = "engine/mark.zip"
MEMORY = "engine/memory.bin"
WORLD = "engine/world.zip"
WORKER = "service-worker.js"
_FOR_THE_PAGE = (".js", ".mjs", ".css", ".svg")


def page_of(language: str) -> str:
    """The name of the page in a language."""
    return "index.html" if language == "en" else f"{language}.html"


@dataclass(frozen=True)
class Site:
    """A site to be written, from what is installed here and what was fetched; `docs` is a folder of HTML."""

    supplies: Supplies
    docs: Path | None = None

    @property
    def steps(self) -> int:
        """How many times `done` is called while it is written."""
        return 2 + len(OURS.names())

    def write(self, folder: Path, done: Callable[[int], None]) -> tuple[ByhandError, ...]:
        """Write it into a folder, and return what it has to do without.

        Raises ByhandError, with nothing written, for what cannot be fetched.
        """
        engine = dict(self._engine())
        page = dict(self._page())
        done(1)
        lacking = []
        try:
            engine[MEMORY] = memory_of(engine | page)
        except ByhandError as error:
            lacking.append(error)
        done(1)
        pictures: dict[str, bytes] = {}
        for exercise in OURS.all():
            pictures |= dict(self._exhibits(exercise))
            done(1)
        everything = engine | page | pictures | dict(self._docs())
        for name, content in (everything | self._worker(everything)).items():
            with whole_file(folder / name) as file:
                file.write(content)
        return tuple(lacking)

    def _engine(self) -> Iterator[tuple[str, bytes]]:
        runtime = self.supplies.runtime()
        for name in RUNTIME_FILES:
            yield f"engine/{name}", (runtime / name).read_bytes()
        libraries = of_wheels(self.supplies.wheels("print"))
        # What is compiled can be loaded from a folder only, so whatever belongs to it is unpacked with byhand itself.
        compiled = {name.partition("/")[0] for name in libraries if name.endswith(COMPILED)}
        unpacked = {name: content for name, content in libraries.items() if name.partition("/")[0] in compiled}
        yield "engine/libraries.zip", packed({name: libraries[name] for name in libraries.keys() - unpacked.keys()})
        yield "engine/byhand.zip", packed(unpacked | our_own())
        yield MARKING, packed(of_wheels(self.supplies.wheels("mark")))
        yield WORLD, packed(of_wheels(self.supplies.wheels("world")))

    def _page(self) -> Iterator[tuple[str, bytes]]:
        for folder, place in (("site", "page"), ("cells", "page/cells")):
            for entry in (files("templates") / folder).iterdir():
                if entry.name.endswith(_FOR_THE_PAGE):
                    yield f"{place}/{entry.name}", entry.read_bytes()
        for words in map(translator, languages()):
            template = environment(words=words).get_template("site/page.html.jinja")
            pages = [(code, page_of(code), NAMES[code]) for code in languages()]
            given = {"pages": pages, "docs": self.docs is not None, "style_of_reports": style_of_reports()}
            yield page_of(words.language), template.render(given).encode()
            entries = [entry_of(exercise, words) for exercise in OURS.all()]
            yield f"page/exercises.{words.language}.json", json.dumps(entries, ensure_ascii=False).encode()
        yield ".nojekyll", b""  # GitHub Pages then serves every file as it is

    def _exhibits(self, exercise: Exercise) -> Iterator[tuple[str, bytes]]:
        yield f"pictures/{exercise.name}.svg", picture_of(exercise, Words()).encode()

    def _docs(self) -> Iterator[tuple[str, bytes]]:
        if not self.docs:
            return
        if not (self.docs / "index.html").is_file():
            raise ByhandError(f"{self.docs}: there is no index.html; give the folder that `zensical build` writes")
        for path in sorted(path for path in self.docs.rglob("*") if path.is_file()):
            yield f"{DOCS}/{path.relative_to(self.docs).as_posix()}", path.read_bytes()

    def _worker(self, everything: dict[str, bytes]) -> dict[str, bytes]:
        """The service worker: another version when any file is another one."""
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in everything.items()}
        version = hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:16]
        later = sorted(name for name in everything if name in (MARKING, MEMORY) or name.startswith(f"{DOCS}/"))
        at_once = sorted(everything.keys() - {*later, WORLD, ".nojekyll"})
        template = environment().get_template(f"site/{WORKER}.jinja")
        return {WORKER: template.render(version=version, at_once=["./", *at_once], later=later).encode()}
