"""One box for everything: cases, places, papers and the law, among what the reader may read."""
