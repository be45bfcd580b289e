"""The living style page: every part in all its states, with invented content; only in debug and demo mode."""
