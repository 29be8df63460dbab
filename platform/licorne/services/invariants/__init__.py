for _module in __import__("pkgutil").iter_modules(__path__):
    __import__(f"{__name__}.{_module.name}")
