"""The interface for other programs: the same cases and verbs as on the pages, as JSON, by token, described by OpenAPI."""
