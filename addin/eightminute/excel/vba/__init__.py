"""The add-in for classic Excel: VBA that calls the sheet functions, in a file that Excel opens by itself."""
