"""One outside system a file: the standard library and clients only."""
