"""Stands in for pywin32's module of this name."""


class CDispatch:
    """A COM object with its attributes."""

    def __init__(self, oleobj):
        self._oleobj_ = oleobj

    def __getattr__(self, name):
        return getattr(self._oleobj_.model, name)


class DispatchBaseClass:
    """An object of a generated type library."""


class CoClassBaseClass:
    """As `DispatchBaseClass`."""


def Dispatch(oleobj, userName=None):
    """Gives a COM object its attributes."""
    del userName
    return CDispatch(oleobj)


def DispatchEx(name):
    """Starts a program, which no test wants."""
    raise NotImplementedError(name)
