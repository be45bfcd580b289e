"""Making the bundle that goes with a clue: written to a file, kept by its hash, and told to the ledger."""

import hashlib
import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import IO

from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.door import act_one
from fangwei.casework.events import Act, Outcome
from fangwei.casework.evidence import keep_content
from fangwei.casework.models import Case
from fangwei.casework.refusals import refuse
from fangwei.oversight.bundle import write_bundle
from fangwei.oversight.lifecycle import DUE, ISSUED
from fangwei.oversight.models import Form, Letter

_PIECE = 1024 * 1024


def make_bundle(case: Case, *, said: Callable[[str], str], by: Actor, at: datetime, channel: str = "web") -> Outcome:
    """Write the bundle of a clue as the case stands now, keep it, and tell the ledger its hash.

    `said` names what happened by a verb. Only the office that hands the clue over makes it, until it is received.
    Raises: Refused.
    """
    letter = Letter.objects.select_related("about", "case__owner_post", "addressee").filter(case_id=case.id).first()
    if letter is None or letter.form != Form.CLUE or letter.case.state not in (DUE, ISSUED):
        raise refuse("nothing_to_do")
    if by.organization_id != letter.case.owner_post.organization_id:
        raise refuse("not_yours", who="owner_officer")
    with tempfile.TemporaryFile() as file:
        files, facts = write_bundle(file, letter, said=said, by=by, at=at)
        size = file.tell()
        sha256 = _hash(file)
        file.seek(0)
        keep_content(file, sha256)
    data = {"sha256": sha256, "size": size, "files": files, "facts": facts}
    one = Act(act_id=uuid7(), case_id=case.id, verb="bundle", at=max(at, letter.case.last_at), data=data)
    return act_one(one, by=by, received_at=at, channel=channel)


def _hash(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
