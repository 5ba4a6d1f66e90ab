"""Excel's side: what cells hold, and the sheet functions."""
