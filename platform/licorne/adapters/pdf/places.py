"""Where templates, faces and pictures lie: beside the package in a wheel, in the repository else."""

from pathlib import Path

import licorne

PACKAGE = Path(licorne.__file__).parent


def template_root() -> Path:
    """The folder that holds `documents/` and `emails/`."""
    carried = PACKAGE / "templates"
    return carried if carried.is_dir() else PACKAGE.parents[1] / "templates"


DOCUMENTS = template_root() / "documents"
EMAILS = template_root() / "emails"
ASSETS = DOCUMENTS / "assets"
SAMPLES = DOCUMENTS / "samples"
FONTS = PACKAGE / "static" / "fonts"
