"""The structure of a file: what its marked ink is to a screen reader, in the order of reading.

Tagged PDF as PDF/UA-1 (ISO 14289-1) asks for it. Ink is marked with a number of its page's; an element names the marks
that are its own. Ink without an element is an artifact, which is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator.pdf.packed import spelled

OBJECTS_BEFORE_ELEMENTS = 3
"""The root, the way back from marks to elements, and the document."""


def marked(tag: str, number: int, ink: bytes) -> bytes:
    """Ink that an element of the page calls by its number."""
    return b"%b%b EMC\n" % (opening(tag, number), ink)


def opening(tag: str, number: int) -> bytes:
    """What begins marked ink, which ends with `EMC`."""
    return b"/%b<</MCID %d>>BDC " % (tag.encode(), number)


def artifact(ink: bytes) -> bytes:
    """Ink that nobody has to hear of."""
    return b"/Artifact BMC\n%bEMC\n" % ink if ink else b""


@dataclass(frozen=True)
class Element:
    """An element: its type, the page it is on (from 0), its marks there, and the elements in it.

    `entries` are further entries as they are spelled in the file; `form_field` names the field that it presents.
    """

    tag: str
    page: int
    marks: tuple[int, ...] = ()
    kids: tuple[Element, ...] = ()
    entries: Mapping[str, str] = field(default_factory=dict)
    form_field: str = ""


@dataclass(frozen=True)
class ObjectNumbers:
    """What a file calls its objects: the number of the structure's first, its pages, and its fields by their names."""

    first: int
    pages: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = ()


def structure_objects(elements: Sequence[Element], numbers: ObjectNumbers) -> tuple[bytes, ...]:
    """The objects of the structure in order; the first one is its root."""
    return tuple(_Writer(numbers).objects(elements))


@dataclass
class _Writer:
    """Writes elements as objects, parents first, and notes to which element each mark and each field belongs."""

    numbers: ObjectNumbers
    _written: list[bytes] = field(default_factory=list)
    _of_marks: dict[int, dict[int, str]] = field(default_factory=dict)
    _of_fields: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        return dict(self.numbers.fields)

    def objects(self, elements: Sequence[Element]) -> list[bytes]:
        """The objects of these elements and of what holds them together."""
        root, back, document = (f"{self.numbers.first + place} 0 R" for place in range(OBJECTS_BEFORE_ELEMENTS))
        kids = " ".join([self._write(element, document) for element in elements])
        return [
            spelled({"Type": "/StructTreeRoot", "K": document, "ParentTree": back}),
            spelled({"Nums": f"[{' '.join(self._way_back())}]"}),
            spelled({"Type": "/StructElem", "S": "/Document", "P": root, "K": f"[{kids}]"}),
            *self._written,
        ]

    def _write(self, element: Element, parent: str) -> str:
        """Write an element and what is in it; returns how its parent calls it."""
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

    def _way_back(self) -> list[str]:
        """For each page the elements of its marks, then for each field its element, under the numbers they go by."""
        told = []
        for page in range(len(self.numbers.pages)):
            elements = self._of_marks.get(page, {})
            marks = (elements.get(mark, "null") for mark in range(max(elements, default=-1) + 1))
            told.append(f"{page} [{' '.join(marks)}]")
        for place, (name, _) in enumerate(self.numbers.fields, start=len(self.numbers.pages)):
            told.append(f"{place} {self._of_fields[name]}")
        return told
