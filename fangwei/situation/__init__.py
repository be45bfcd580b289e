"""What the whole looks like: rows by which everything is found, and later rollups and map layers, all rebuilt from facts.

It serves those who look for a danger, a place or a paper by the words they remember; of the capabilities below it uses the
register, casework, documents and hazards, and lets `casework` say what an asker may read.
"""
