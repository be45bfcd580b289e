"""Official papers: drawn up from a case, numbered by their authority, served on somebody, never changed.

Serves 行政处罚法 Arts. 42, 61 and the remedies of 行政复议法 and 行政诉讼法, which every decision must state. Uses casework for
the case, its evidence and its participants, register for bodies and persons, the ledger for the fact of each step.
"""
