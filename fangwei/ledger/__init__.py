"""The one event table and its way to the tamper-evident log: what happened, who did it, when it was claimed and received.

Serves the duty to record truthfully and keep (WSL Art. 41); uses no capability below it.
"""
