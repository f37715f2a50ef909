"""Templates: all texts come from the package `templates` unless the assignment's own folder overrides them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context, select_autoescape
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from generator.errors import Said
from generator.language.words import ENGLISH, Words


def environment(folder: Path | None = None, words: Words = ENGLISH) -> Environment:
    """The jinja2 environment for a language; `folder`/templates has priority, and HTML is escaped automatically.

    A teacher's template for one language alone is in `folder`/templates/LANGUAGE.
    """
    own = folder / "templates" if folder else None
    ours = str(files("templates"))
    made = Environment(
        loader=FileSystemLoader([*((own / words.language, own) if own else ()), ours]),
        bytecode_cache=CompiledTemplates(Path(ours)),
        autoescape=select_autoescape(["html", "html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )

    def worded(sentence: Said | str) -> str:
        """The sentence in the language of the templates."""
        return sentence.worded(words) if isinstance(sentence, Said) else words(sentence)

    # A JSON string is also a TOML string.
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    made.filters["worded"] = worded
    made.globals |= {"language": words.language, **_marks(words)}
    return made


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps compiled templates as Python keeps compiled modules: in __pycache__, where it may write.

    jinja2 compares what is kept with the source, so a teacher's template may replace the built-in one.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder / "__pycache__"), f"%s.jinja2-{jinja2.__version__}")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - jinja2 decides on it
        """One file for each template, wherever it comes from."""
        return name.replace("/", ".")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, unless anything is wrong with it."""
        with suppress(Exception):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, if that is wished for and possible."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def _marks(words: Words) -> Mapping[str, Callable[..., str]]:
    """What marks a sentence in a template, by gettext's names: `_`, `ngettext` for plurals, `pgettext` with a context.

    Placeholders are written as in our code, `{name}`; values are escaped where the template is HTML.
    """

    @pass_eval_context
    def said(context: EvalContext, sentence: str, **values: object) -> str:
        return filled(words(sentence), bool(context.autoescape), **values)

    @pass_eval_context
    def counted(context: EvalContext, one: str, many: str, count: int, **values: object) -> str:
        return filled(words.gettext.ngettext(one, many, count), bool(context.autoescape), count=count, **values)

    @pass_eval_context
    def meant(context: EvalContext, meaning: str, sentence: str, **values: object) -> str:
        return filled(words.gettext.pgettext(meaning, sentence), bool(context.autoescape), **values)

    return {"_": said, "ngettext": counted, "pgettext": meant}


def filled(sentence: str, markup: bool, /, **values: object) -> str:
    """The sentence with these values; they are escaped where it is to be `markup`."""
    if not markup:
        return sentence.format(**values) if values else sentence
    # Markup.format would parse the sentence in Python: escaping the values first is ten times as fast.
    shown = {name: escape(value) for name, value in values.items()}
    return Markup(sentence.format(**shown) if values else sentence)  # noqa: S704 - ours or the teacher's
