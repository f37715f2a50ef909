"""PDF files as readers and students see them: the text of their pages, and forms that were filled in."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdf


def texts(path: Path) -> list[str]:
    with pdfplumber.open(path) as document:
        return [page.extract_text() for page in document.pages]


def filled_form(content: bytes, texts: Mapping[str, str]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(BytesIO(content)))
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(texts), auto_regenerate=False)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()
