"""Presenters: what the capabilities answer, turned into the parts of a screen; shared by all surfaces."""
