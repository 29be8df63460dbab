"""Every table, for migrations and for tests that go through them all."""

from importlib import import_module
from pkgutil import iter_modules

import licorne.models
from licorne.models.base import Base

metadata = Base.metadata
for _module in iter_modules(licorne.models.__path__, "licorne.models."):
    import_module(_module.name)
