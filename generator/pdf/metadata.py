"""Writes the metadata of a file as XMP (ISO 16684-1): its title, author, language and conformance to PDF/UA."""

from __future__ import annotations

from html import escape

from generator.pdf.packed import stream

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>byhand</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>byhand</pdf:Producer>
<xmp:CreatorTool>byhand</xmp:CreatorTool>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def metadata(title: str, language: str) -> bytes:
    """The metadata stream of a tagged file, uncompressed so that any program can find it."""
    # A title may contain control characters, which XML does not allow.
    shown = "".join(filter(str.isprintable, title))
    packet = _PACKET.format(title=escape(shown, quote=False), language=escape(language, quote=False)).encode()
    return stream(packet, {"Type": "/Metadata", "Subtype": "/XML"})
