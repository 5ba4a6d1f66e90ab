"""What was found, written: a results file beside the input, a summary for a terminal, lines for a program."""
