"""Sheets bring officials' register sheets in and out: import with a verdict for every row, error workbook, export.

It serves the duty to keep hazard ledgers and report them (Work Safety Law, Art. 41; 安监总局令第16号 第十四条); of the
capabilities below it uses the register for sites and divisions, accounts for the author, and the ledger.
"""
