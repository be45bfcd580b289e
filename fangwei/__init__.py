"""Fangwei (防微): every danger that anyone knows of has one accountable owner, one lawful deadline and one verified end."""

__version__ = "0.1.0"
