"""Word to people: what happened to a case that is theirs, what it asks of them, and by when, each with the verb that answers it.

It serves the closed loop (Work Safety Law, Art. 41: findings are told to those who work there) and the rule that nobody is
surprised by a deadline; of the capabilities below it uses the ledger's queue, the register, accounts, casework and oversight.
"""
