"""The published log for everybody, and what an auditor looks at."""
