"""The grid worker's and township officer's round: report a danger in a minute, and see what became of it."""
