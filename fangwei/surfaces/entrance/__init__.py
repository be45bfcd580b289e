"""The way in: signing in and out, choosing the post one acts from, each role's first screen, and what a failure says."""
