"""Every table, for migrations and for tests that go through them all."""

from licorne.models import (
    audit,
    contact,
    draft,
    effect,
    event,
    form,
    invoice,
    organisation,
    picture,
    product,
    rule,
    submission,
    upload,
    work,
)
from licorne.models.base import Base

MODULES = (
    audit,
    contact,
    draft,
    effect,
    event,
    form,
    invoice,
    organisation,
    picture,
    product,
    rule,
    submission,
    upload,
    work,
)
metadata = Base.metadata
