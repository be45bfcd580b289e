"""Hazards from being found to being looked back at, and the rectification orders that group them.

Serves WSL Arts. 41, 65 and 118 and Order 16 of 2007; uses casework, duty, accounts, the register and the ledger.
"""
