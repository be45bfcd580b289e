"""Cases and the one door through which every change of a case goes: state, owner, clocks, evidence and fact in one transaction.

Serves the closed loop of WSL Art. 41; uses the ledger, the register, accounts and duty.
"""
