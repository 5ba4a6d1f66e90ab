"""Stands in for pywin32's module of this name."""

from types import SimpleNamespace

from pywintypes import IID, com_error

IID_IDispatch = IID("{00020400-0000-0000-c000-000000000046}")
IID_IEnumVARIANT = IID("{00020404-0000-0000-c000-000000000046}")
ole_error = com_error


class PyIDispatch:
    """A COM object as it arrives, before `win32com.client.Dispatch` gives it its attributes."""

    def __init__(self, model):
        self.model = model

    def GetTypeInfo(self):
        """What Excel's type library says of the object."""
        return SimpleNamespace(
            GetDocumentation=lambda _: (type(self.model).__name__,),
            GetTypeAttr=lambda: SimpleNamespace(iid=self.model.iid),
        )


TypeIIDs = {IID_IDispatch: PyIDispatch}


def CoInitialize():
    """Prepares a thread for COM."""
