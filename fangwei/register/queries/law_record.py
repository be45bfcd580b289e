"""What set-up told the ledger about the files it loaded: the law and the divisions."""

from uuid import NAMESPACE_OID, uuid5

from fangwei.ledger.queries import history
from fangwei.register.author import subject_of_code

LAW_SUBJECT = uuid5(NAMESPACE_OID, "fangwei:law")
"""The lasting identifier under which the ledger keeps which law was in force in this deployment."""


def recorded_bundle() -> str:
    """Return the hash of the law files that the ledger was told last, empty when none was."""
    told = history(LAW_SUBJECT, limit=1)
    return str((told[0].data or {}).get("bundle", "")) if told else ""


def recorded_divisions() -> str:
    """Return the hash of the tables of divisions that were loaded last, empty when none was."""
    told = history(subject_of_code("country"), limit=1)
    return str((told[0].data or {}).get("sha256", "")) if told else ""
