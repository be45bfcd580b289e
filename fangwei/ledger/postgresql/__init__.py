"""Django's backend for PostgreSQL, with instants read by C instead of Python: a list holds hundreds of them."""
