"""Oversight: blind spots of responsibility as cases that somebody has to repair, opened and ended by what duty finds.

It serves the duty of governments to settle who supervises (Work Safety Law, Arts. 9, 10, 17); of the capabilities below it
uses duty, casework, hazards, the register and the ledger.
"""
