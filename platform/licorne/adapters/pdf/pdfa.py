"""Makes a PDF/A-3b (ISO 19005-3) of what xhtml2pdf wrote. Nothing may be written into the file after this step."""

import io
from collections.abc import Sequence
from functools import cache
from hashlib import md5

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

from licorne.adapters.pdf.attachment import Attachment
from licorne.adapters.pdf.metadata import About, packet

FACTUR_X = "factur-x.xml"


@cache
def srgb() -> bytes:
    """An ICC profile of 588 bytes, made by Pillow: no licence to carry along."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    # Bytes 24 to 36 are the moment of its making (ICC.1, 7.2.8).
    data = bytearray(profile.tobytes())
    data[24:36] = bytes.fromhex("07ea00010001000000000000")
    data[84:100] = bytes(16)  # the profile's own digest covers the moment; zero says "not computed" (7.2.18)
    return bytes(data)


def set_output_intent(pdf: pikepdf.Pdf) -> None:
    """What the RGB values mean (6.2.3)."""
    profile = pdf.make_stream(srgb())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB",
        Info="sRGB",
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([intent])


def set_metadata(pdf: pikepdf.Pdf, facts: About, factur_x: bool) -> None:
    """The Info dictionary and its twin."""
    pdf.trailer.Info = pdf.make_indirect(Dictionary(facts.info()))
    stream = pdf.make_stream(packet(facts, factur_x))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
    pdf.Root.Lang = facts.lang
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def print_annotations(pdf: pikepdf.Pdf) -> None:
    """Every annotation is printed and not hidden (6.3.2)."""
    for page in pdf.pages:
        for annotation in page.get("/Annots", ()):
            annotation.F = 4


def embed(pdf: pikepdf.Pdf, attachment: Attachment, facts: About) -> pikepdf.Object:
    """The file specification of an attachment."""
    stream = pdf.make_stream(attachment.data)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name("/" + attachment.mime)
    checksum = md5(attachment.data, usedforsecurity=False).digest()
    stream.Params = Dictionary(Size=len(attachment.data), ModDate=facts.pdf_date, CheckSum=pikepdf.String(checksum))
    specification = Dictionary(
        Type=Name.Filespec,
        F=attachment.name,
        UF=attachment.name,
        Desc=attachment.description or attachment.name,
        AFRelationship=Name("/" + attachment.relationship),
        EF=Dictionary(F=stream, UF=stream),
    )
    return pdf.make_indirect(specification)


def attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], facts: About) -> None:
    """Both ways that PDF/A-3 asks for: the name tree and the catalogue's associated files (6.8)."""
    if not attachments:
        return
    ordered = sorted(attachments, key=lambda attachment: attachment.name)  # a name tree is sorted (ISO 32000, 7.9.6)
    made = [(attachment.name, embed(pdf, attachment, facts)) for attachment in ordered]
    pdf.Root.AF = pdf.make_indirect(Array([specification for _, specification in made]))
    names = Array([item for pair in made for item in pair])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


def archived(data: bytes, facts: About, attachments: Sequence[Attachment] = ()) -> bytes:
    """The PDF/A-3b of a PDF; the same input gives the same bytes."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        set_output_intent(pdf)
        set_metadata(pdf, facts, any(attachment.name == FACTUR_X for attachment in attachments))
        print_annotations(pdf)
        attach(pdf, attachments, facts)
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            compress_streams=False,  # all that is large is packed already
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            fix_metadata_version=False,
        )
    return out.getvalue()
