"""The XMP packet: PDF/A says that it has to tell the same as the document information dictionary (ISO 19005-3, 6.6.2)."""

from dataclasses import dataclass
from html import escape
from typing import Any

from licorne.adapters.pdf.document import Cleaned

PRODUCER = "Licorne"


@dataclass(frozen=True)
class About:
    """What the file says about itself. The instant is noon UTC of the day of issue: the same day in every zone of Europe."""

    title: str
    author: str
    subject: str
    issued: str
    lang: str

    @property
    def xmp_date(self) -> str:
        """ISO 8601."""
        return f"{self.issued}T12:00:00+00:00"

    @property
    def pdf_date(self) -> str:
        """The form of the Info dictionary (ISO 32000, 7.9.4)."""
        return f"D:{self.issued.replace('-', '')}120000+00'00'"

    def info(self) -> dict[str, str]:
        """The Info dictionary."""
        return {
            "/Title": self.title,
            "/Author": self.author,
            "/Subject": self.subject,
            "/Creator": PRODUCER,
            "/Producer": PRODUCER,
            "/CreationDate": self.pdf_date,
            "/ModDate": self.pdf_date,
        }


def about(doc: Cleaned, labels: Any) -> About:
    """From a prepared document and the labels of its language."""
    title = f"{labels[doc['kind']]} {doc['number']}"
    return About(title, doc["seller"]["name"], f"{title}, {doc['buyer']['name']}", doc["issued"], doc["lang"])


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{producer}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate></rdf:Description>{extension}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

#: Factur-X 1.0, clause 6.2: the schema has to be described in the packet that uses it.
_FACTUR_X = """
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_PROPERTY = (
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{0}</pdfaProperty:name>'
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
    "<pdfaProperty:description>{0}</pdfaProperty:description></rdf:li>"
)
_NAMES = ("DocumentFileName", "DocumentType", "Version", "ConformanceLevel")
FACTUR_X_EXTENSION = _FACTUR_X.format(properties="".join(map(_PROPERTY.format, _NAMES)))


def packet(facts: About, factur_x: bool) -> bytes:
    """The packet; with the Factur-X schema if the invoice's XML is attached."""
    return _PACKET.format(
        lang=escape(facts.lang),
        title=escape(facts.title),
        author=escape(facts.author),
        subject=escape(facts.subject),
        producer=PRODUCER,
        date=facts.xmp_date,
        extension=FACTUR_X_EXTENSION if factur_x else "",
    ).encode()
