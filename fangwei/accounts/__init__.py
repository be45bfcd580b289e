"""Accounts let a person sign in and say as whom they act: a post, held on that day, in an organization or enterprise.

It serves the rule that every act has an author in office (Administrative Penalty Law, Art. 42: officers with
qualification); of the capabilities below it uses the register for persons and posts, and the ledger.
"""
