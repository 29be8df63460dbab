"""The types of field. Importing the folder imports each of its files, and each registers its class."""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__, f"{__name__}."):
    import_module(module.name)
