"""Writes what leads to the pages of a file while they come: the tree of its pages, and its bookmarks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from generator.pdf.packed import spelled, text_string
from generator.pdf.writer import Reference, Writer

_KIDS = 64
"""Pages in a node of the tree. Memory grows by a number for each node, not for each page."""


def _listed(references: list[Reference]) -> str:
    return f"[{' '.join(map(str, references))}]"


class PagePlace(NamedTuple):
    """A page that is about to be written, and the node of the tree that it belongs to."""

    page: Reference
    node: Reference


@dataclass
class PageTree:
    """The tree of pages: nodes of pages under one root. A node is written when it is full."""

    writer: Writer
    count: int = 0
    _nodes: list[Reference] = field(default_factory=list)
    _kids: list[Reference] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = self.writer.reserve()

    def add(self) -> PagePlace:
        """The place of the next page, which is written under its reference."""
        if len(self._kids) == _KIDS:
            self._write_node()
        if not self._kids:
            self._nodes.append(self.writer.reserve())
        self.count += 1
        self._kids.append(self.writer.reserve())
        return PagePlace(self._kids[-1], self._nodes[-1])

    def close(self) -> Reference:
        """Write the last node and the root."""
        if self._kids:
            self._write_node()
        return self.writer.put(
            spelled({"Type": "/Pages", "Kids": _listed(self._nodes), "Count": self.count}), self.root
        )

    def _write_node(self) -> None:
        kids = {"Kids": _listed(self._kids), "Count": len(self._kids)}
        self.writer.put(spelled({"Type": "/Pages", "Parent": self.root, **kids}), self._nodes[-1])
        self._kids.clear()


@dataclass
class BookmarkList:
    """The bookmarks of a file. Each is written when the next one is known, to which it refers."""

    writer: Writer
    _root: Reference | None = None
    _first: Reference | None = None
    _before: Reference | None = None
    _last: tuple[Reference, str, Reference] | None = None
    _count: int = 0

    def add(self, title: str, page: Reference) -> None:
        """Add a bookmark of a page."""
        self._root = self._root or self.writer.reserve()
        own = self.writer.reserve()
        self._first = self._first or own
        self._write_last(own)
        self._last = own, title, page
        self._count += 1

    def close(self) -> Reference | None:
        """Write the last bookmark and the root; None if there are no bookmarks."""
        if not (self._root and self._last):
            return None
        last, *_ = self._last
        self._write_last(None)
        ends = {"First": self._first, "Last": last, "Count": self._count}
        return self.writer.put(spelled({"Type": "/Outlines", **ends}), self._root)

    def _write_last(self, following: Reference | None) -> None:
        if self._last:
            own, title, page = self._last
            beside = {"Prev": self._before, "Next": following}
            entries = {"Title": text_string(title), "Parent": self._root, "Dest": f"[{page} /Fit]"}
            known = {name: reference for name, reference in beside.items() if reference}
            self.writer.put(spelled({**entries, **known}), own)
            self._before = own
