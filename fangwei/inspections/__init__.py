"""Inspections: visits to enterprises as cases with a lawful reason, an approval, named inspectors and a yearly cap.

Serves 国办发〔2024〕54号 and the Work Safety Law, Arts. 62 to 69; uses hazards, documents, casework, duty, accounts, the
register and the ledger.
"""
