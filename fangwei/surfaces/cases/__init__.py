"""One case on one page: read and acted on by whoever may, under the address of their own audience."""
