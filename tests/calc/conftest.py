"""LibreOffice's own Python runs what is in `libreoffice`: no tests, and no module of this Python."""

collect_ignore = ["libreoffice"]
