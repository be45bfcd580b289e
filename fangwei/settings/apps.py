"""The capabilities in their import order, low to high; a capability may import those above it in this list only."""

CAPABILITIES = [
    "fangwei.ledger",
    "fangwei.register",
    "fangwei.accounts",
    "fangwei.sheets",
    "fangwei.duty",
    "fangwei.casework",
    "fangwei.documents",
    "fangwei.hazards",
    "fangwei.inspections",
    "fangwei.oversight",
    "fangwei.notices",
    "fangwei.situation",
    "fangwei.ui",
]
