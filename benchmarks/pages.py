"""Milliseconds for the PDF of one worksheet: byhand, naive ReportLab, Typst and fpdf2 on the same marks."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.drawing import DrawnPage, Line, Mark, Rectangle, drawn_pages
from benchmarks.figures import Figure, Peer, cpu_time
from generator.assignment.worksheet import loose_worksheet
from generator.catalogue import find_exercise
from generator.files.whole import whole_file
from generator.layout import Paper, lay_out
from generator.network.instance import draw_instance
from generator.pdf import Copy, Heading, Press

STUDENTS = 400
"""More than the caches of names and codes hold, so that each copy is new to the press, as in a class."""
NAMES = ("lstm", "backpropagation")
Printer = Callable[[tuple[DrawnPage, ...]], bytes]


def figures() -> Iterator[Figure]:
    """A figure for each exercise."""
    for name in NAMES:
        blueprint = find_exercise(name).blueprint()
        sheet = lay_out(((name, blueprint),), Paper.A4)
        press = Press(sheet, Heading("Benchmark"))
        worksheets = [loose_worksheet(blueprint, draw_instance(blueprint, seed)) for seed in range(STUDENTS)]
        copies = [
            Copy(worksheet.id, f"s{seed}", f"Ada Lovelace {seed}", (worksheet.tasks[0].values,))
            for seed, worksheet in enumerate(worksheets)
        ]
        pages = [drawn_pages(sheet, copy) for copy in copies]

        def print_one(copy: Copy, press: Press = press) -> bytes:
            file = io.BytesIO()
            press.write(copy, file)
            return file.getvalue()

        ours = 1e3 * cpu_time(print_one, copies)
        peers = [Peer(label, 1e3 * cpu_time(printer, pages)) for label, printer in _printers(pages[0])]
        by_name = {peer.name: peer.value for peer in peers}
        with tempfile.TemporaryDirectory() as folder:
            on_disk = 1e3 * cpu_time(lambda copy: _write(Path(folder) / copy.worksheet, print_one(copy)), copies)
        yield Figure(
            f"PDF of a worksheet, {name}, {len(sheet.pages)} pages",
            ours,
            "ms",
            tuple(peers),
            "ReportLab 10x, Typst 15x",
            by_name["ReportLab, call by call"] >= 10 * ours and by_name["Typst"] >= 15 * ours,
            (f"{on_disk:.3g} ms when written to disk, whole or not at all",),
        )


def _write(path: Path, content: bytes) -> None:
    with whole_file(path) as file:
        file.write(content)


def _printers(first: tuple[DrawnPage, ...]) -> Iterator[tuple[str, Printer]]:
    yield "ReportLab, call by call", with_reportlab
    yield "Typst", TypstPrinter(first)
    yield "fpdf2", with_fpdf2


def with_reportlab(pages: tuple[DrawnPage, ...]) -> bytes:
    """Canvas calls, one for each mark."""
    from reportlab.lib.colors import HexColor
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        canvas.setPageSize(page.size)
        height = page.size[1]
        for mark in (*page.shared, *page.own):
            if isinstance(mark, Rectangle):
                box = mark.box
                canvas.setStrokeColor(HexColor(mark.outline))
                if mark.fill:
                    canvas.setFillColor(HexColor(mark.fill))
                canvas.rect(box.x, height - box.bottom, box.width, box.height, fill=bool(mark.fill))
            elif isinstance(mark, Line):
                canvas.setStrokeColor(HexColor(mark.colour))
                canvas.line(mark.start[0], height - mark.start[1], mark.end[0], height - mark.end[1])
            else:
                canvas.setFillColor(HexColor(mark.colour))
                canvas.setFont("Helvetica", mark.size)
                canvas.drawCentredString(mark.middle, height - mark.baseline, mark.text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def with_fpdf2(pages: tuple[DrawnPage, ...]) -> bytes:
    """The same calls with fpdf2."""
    from fpdf import FPDF

    pdf = FPDF(unit="pt")
    pdf.set_auto_page_break(False)
    for page in pages:
        pdf.add_page(format=page.size)
        for mark in (*page.shared, *page.own):
            if isinstance(mark, Rectangle):
                box = mark.box
                pdf.set_draw_color(mark.outline)
                if mark.fill:
                    pdf.set_fill_color(mark.fill)
                pdf.rect(box.x, box.y, box.width, box.height, style="DF" if mark.fill else "D")
            elif isinstance(mark, Line):
                pdf.set_draw_color(mark.colour)
                pdf.line(*mark.start, *mark.end)
            else:
                pdf.set_text_color(mark.colour)
                pdf.set_font("Helvetica", size=mark.size)
                pdf.text(mark.x, mark.baseline, mark.text)
    return bytes(pdf.output())


TYPST = """
#let marks(list) = for m in list {
  if m.kind == "box" {
    place(dx: m.x * 1pt, dy: m.y * 1pt, rect(width: m.width * 1pt, height: m.height * 1pt,
      fill: if m.fill == "" { none } else { rgb(m.fill) }, stroke: 0.5pt + rgb(m.outline)))
  } else if m.kind == "line" {
    place(line(start: (m.x * 1pt, m.y * 1pt), end: (m.right * 1pt, m.bottom * 1pt), stroke: 0.5pt + rgb(m.colour)))
  } else {
    place(dx: m.x * 1pt, dy: m.y * 1pt, text(size: m.size * 1pt, fill: rgb(m.colour), m.text))
  }
}
#set text(top-edge: "baseline", bottom-edge: "baseline")
#let shared = json("shared.json")
#let own = json(bytes(sys.inputs.own))
#for (number, page_) in shared.enumerate() {
  set page(width: page_.width * 1pt, height: page_.height * 1pt, margin: 0pt)
  marks(page_.marks)
  marks(own.at(number))
  if number + 1 < shared.len() { pagebreak() }
}
"""


class TypstPrinter:
    """One compiler for the whole class, so that Typst may keep what does not change; numbers come as an input."""

    def __init__(self, pages: tuple[DrawnPage, ...]) -> None:
        import typst

        self._folder = tempfile.TemporaryDirectory()
        root = Path(self._folder.name)
        (root / "sheet.typ").write_text(TYPST, encoding="utf-8")
        shared = [
            {"width": page.size[0], "height": page.size[1], "marks": [*map(_as_json, page.shared)]} for page in pages
        ]
        (root / "shared.json").write_text(json.dumps(shared), encoding="utf-8")
        self._compiler = typst.Compiler(root / "sheet.typ", root=root, ignore_system_fonts=True)

    def __call__(self, pages: tuple[DrawnPage, ...]) -> bytes:
        """Compile the sheet of one copy."""
        own = json.dumps([[*map(_as_json, page.own)] for page in pages])
        # Tags are for screen readers; the other printers write none.
        pdf = self._compiler.compile(format="pdf", sys_inputs={"own": own}, pdf_tags=False)
        assert isinstance(pdf, bytes)
        return pdf


def _as_json(mark: Mark) -> dict[str, object]:
    if isinstance(mark, Rectangle):
        box = mark.box
        place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
        return {"kind": "box", **place, "fill": mark.fill, "outline": mark.outline}
    if isinstance(mark, Line):
        (x, y), (right, bottom) = mark.start, mark.end
        return {"kind": "line", "x": x, "y": y, "right": right, "bottom": bottom, "colour": mark.colour}
    return {
        "kind": "label",
        "x": mark.x,
        "y": mark.baseline,
        "size": mark.size,
        "colour": mark.colour,
        "text": mark.text,
    }
