"""Writes the structure of a tagged file, which describes its marked ink to screen readers in reading order.

The structure follows PDF/UA-1 (ISO 14289-1). Each mark is a number that is unique on its page, and each element lists
its marks. Ink that belongs to no element is an artifact, which screen readers skip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from generator.pdf.packed import spelled

OBJECTS_BEFORE_ELEMENTS = 3
"""The root, the parent tree, which leads from marks to elements, and the document."""


def marked(tag: str, number: int, ink: bytes) -> bytes:
    """Ink that an element refers to by its mark."""
    return b"%b%b EMC\n" % (opening(tag, number), ink)


def opening(tag: str, number: int) -> bytes:
    """The operator before marked ink; `EMC` follows it."""
    return b"/%b<</MCID %d>>BDC " % (tag.encode(), number)


def artifact(ink: bytes) -> bytes:
    """Ink that screen readers skip."""
    return b"/Artifact BMC\n%bEMC\n" % ink if ink else b""


@dataclass(frozen=True)
class Element:
    """An element of the structure: its type, its page (counted from 0), its marks on that page, and its child elements.

    `entries` are further entries in PDF syntax; `form_field` is the name of the form field that it represents.
    """

    tag: str
    page: int
    marks: tuple[int, ...] = ()
    kids: tuple[Element, ...] = ()
    entries: Mapping[str, str] = field(default_factory=dict)
    form_field: str = ""


class ObjectNumbers(NamedTuple):
    """The number of the first structure object, and the references to the pages and to the form fields by name."""

    first: int
    pages: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = ()


def structure_objects(elements: Sequence[Element], numbers: ObjectNumbers) -> tuple[bytes, ...]:
    """The objects of the structure in order, starting with its root."""
    return tuple(_Writer(numbers).objects(elements))


@dataclass
class _Writer:
    """Writes elements as objects, parents first, and records the element of each mark and each form field."""

    numbers: ObjectNumbers
    _written: list[bytes] = field(default_factory=list)
    _of_marks: dict[int, dict[int, str]] = field(default_factory=dict)
    _of_fields: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        return dict(self.numbers.fields)

    def objects(self, elements: Sequence[Element]) -> list[bytes]:
        """The objects of these elements, after the root, the parent tree and the document."""
        root, parent_tree, document = (f"{self.numbers.first + place} 0 R" for place in range(OBJECTS_BEFORE_ELEMENTS))
        kids = " ".join([self._write(element, document) for element in elements])
        return [
            spelled({"Type": "/StructTreeRoot", "K": document, "ParentTree": parent_tree}),
            spelled({"Nums": f"[{' '.join(self._parent_tree())}]"}),
            spelled({"Type": "/StructElem", "S": "/Document", "P": root, "K": f"[{kids}]"}),
            *self._written,
        ]

    def _write(self, element: Element, parent: str) -> str:
        """Write an element and its children, and return the reference to it."""
        place = len(self._written)
        self._written.append(b"")
        own = f"{self.numbers.first + OBJECTS_BEFORE_ELEMENTS + place} 0 R"
        page = self.numbers.pages[element.page]
        kids = [*map(str, element.marks), *[self._write(kid, own) for kid in element.kids]]
        self._of_marks.setdefault(element.page, {}).update(dict.fromkeys(element.marks, own))
        if element.form_field:
            self._of_fields[element.form_field] = own
            kids.append(f"<< /Type /OBJR /Pg {page} /Obj {self._fields[element.form_field]} >>")
        kinship = {"S": f"/{element.tag}", "P": parent, "Pg": page}
        self._written[place] = spelled({**kinship, "K": f"[{' '.join(kids)}]", **element.entries})
        return own

    def _parent_tree(self) -> list[str]:
        """The parent tree: the elements of the marks on each page, then the element of each form field."""
        entries = []
        for page in range(len(self.numbers.pages)):
            elements = self._of_marks.get(page, {})
            marks = (elements.get(mark, "null") for mark in range(max(elements, default=-1) + 1))
            entries.append(f"{page} [{' '.join(marks)}]")
        for place, (name, _) in enumerate(self.numbers.fields, start=len(self.numbers.pages)):
            entries.append(f"{place} {self._of_fields[name]}")
        return entries
