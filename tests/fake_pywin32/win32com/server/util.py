"""Stands in for pywin32's module of this name."""


def unwrap(value):
    """The Python object behind a COM object of our own: no cell or range is one."""
    raise ValueError(f"{type(value).__name__} is no COM object of ours")
