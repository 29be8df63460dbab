"""Every table, for migrations and for tests that go through them all."""

from licorne.models import audit, contact, effect, event, form, invoice, organisation, product, rule, submission, work
from licorne.models.base import Base

MODULES = (audit, contact, effect, event, form, invoice, organisation, product, rule, submission, work)
metadata = Base.metadata
