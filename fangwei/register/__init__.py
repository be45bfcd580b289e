"""The register says who and what exists, where and since when: divisions, organizations, posts, persons, firms, places.

It serves the Work Safety Law (the enterprise's main responsibility, Art. 4; lists of powers and duties, Art. 17) and
GB 18218 for major hazard installations; of the capabilities below it uses the ledger, to which every change is told.
"""
