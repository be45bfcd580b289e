"""Every number that the README claims, measured again: `make bench`."""
