"""Every address of the system and who is let in: one line an address, said here apart from the views' own gates.

A new view gets one line. `only(ROLES)` lets in these roles; `of` names what the address is about (see `SAMPLES`), of which
strangers in the right role are told that there is no such thing; `post` is for views that take forms only; `gone` for things
that do not exist here (a token of an upload), so that whoever is let in is told 404 as well. Addresses of the interface that
there is one of for each kind of case stand here once, under `<kind>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OFFICERS = frozenset({"inspector", "regulator", "township_officer", "committee_office"})
DESK = OFFICERS | {"leader", "auditor", "expert"}
FIRM = frozenset({"enterprise_safety_officer", "enterprise_principal"})
GRID = frozenset({"grid_worker", "township_officer"})
EVERYBODY = DESK | FIRM | GRID
SIGNED_IN = EVERYBODY | {"operator"}
INSPECTING = OFFICERS - {"committee_office"}
LOOKING = DESK | {"enterprise_principal"}
OFFICE = frozenset({"committee_office"})
CLUES = frozenset({"committee_office", "auditor"})
WATCHING = frozenset({"auditor", "leader", "committee_office"})


@dataclass(frozen=True)
class Rule:
    """Who is let in at an address."""

    sort: str
    roles: frozenset[str] = frozenset()
    of: str = ""
    post: bool = False
    gone: bool = False
    others: int = 403


def only(roles: frozenset[str], of: str = "", *, post: bool = False, gone: bool = False) -> Rule:
    """An address for some roles."""
    return Rule("roles", roles, of, post, gone)


def case_at(roles: frozenset[str], of: str = "case", *, post: bool = False) -> Rule:
    """A case at the address of one audience; there is no such thing for people of another."""
    return Rule("roles", roles, of, post, others=404)


def token(of: str = "", *, post: bool = False, gone: bool = False) -> Rule:
    """An operation of the interface: for whoever holds a post, by token or session."""
    return Rule("token", EVERYBODY, of, post, gone)


PUBLIC, PUBLIC_FORM = Rule("public"), Rule("public", post=True)
ENTRANCE, ENTRANCE_FORM = Rule("entrance"), Rule("entrance", post=True)
"""Public addresses answer everybody; those of the entrance lead strangers to the door."""

ADDRESSES: Mapping[str, Rule] = {
    "": PUBLIC,
    "v/<str:code>/": Rule("public", gone=True),
    "i/<str:code>/": Rule("public", gone=True),
    "g/<str:code>/": Rule("public", gone=True),
    "sign-in/": PUBLIC,
    "sign-in/role/": Rule("public", post=True, gone=True),
    "sign-out/": ENTRANCE_FORM,
    "acting-as/": ENTRANCE_FORM,
    "no-screen/": ENTRANCE,
    "i18n/setlang/": PUBLIC_FORM,
    "preferences/": PUBLIC_FORM,
    "styleguide/": Rule("public", gone=True),
    "styleguide/case/": Rule("public", gone=True),
    "styleguide/desk/": Rule("public", gone=True),
    # the desk
    "desk/": only(DESK),
    "desk/hazards/": only(DESK),
    "desk/hazards/views/": only(DESK, post=True),
    "desk/hazards/export/": only(DESK, post=True),
    "desk/hazards/chosen/": only(OFFICERS, post=True),
    "desk/hazards/chosen/act/": only(OFFICERS, post=True),
    "desk/places/": only(DESK),
    "desk/places/<uuid:place_id>/": only(DESK, "place"),
    "desk/places/<uuid:place_id>/who/": only(DESK, "place"),
    "desk/places/<uuid:place_id>/report/": only(DESK - {"auditor"}, "place"),
    "desk/places/<uuid:place_id>/order/": only(OFFICERS, "place"),
    "desk/orders/<uuid:case_id>/items/": only(OFFICERS, "draft"),
    "desk/places/<uuid:place_id>/visit/": only(INSPECTING, "place"),
    "desk/visits/": only(DESK),
    "desk/visits/<uuid:case_id>/code/": only(INSPECTING, "visit"),
    "desk/visits/badge/": only(INSPECTING),
    "desk/matrix/": only(DESK),
    "desk/problems/": only(DESK),
    "desk/problems/new/": only(OFFICE),
    "desk/problems/<uuid:list_id>/": only(DESK, "problem list"),
    "desk/problems/<uuid:list_id>/publish/": only(OFFICE, "own problem list", post=True),
    "desk/clues/<uuid:case_id>/": only(CLUES, "clue"),
    "desk/clues/<uuid:case_id>/make/": only(CLUES, "clue", post=True),
    "desk/clues/<uuid:case_id>/bundle.zip": only(CLUES, "clue"),
    "desk/duties/": only(DESK),
    "desk/duties/posts/<uuid:post_id>/": only(DESK, "post"),
    "desk/duties/posts/<uuid:post_id>/draw-up/": only(DESK, "post", post=True, gone=True),
    "desk/duties/files/<uuid:file_id>/": only(DESK, "duty file"),
    "desk/duties/files/<uuid:file_id>/download/": only(DESK, "duty file"),
    "desk/duties/files/<uuid:file_id>/sign/": only(DESK, "duty file", post=True),
    "desk/duties/files/<uuid:file_id>/countersign/": only(DESK, "duty file", post=True),
    "desk/diligence/": only(DESK),
    "desk/diligence/take/": only(DESK, post=True, gone=True),
    "desk/inherited/": only(OFFICERS),
    "desk/inherited/confirm/": only(OFFICERS, post=True),
    "desk/import/": only(OFFICERS),
    "desk/import/template/<slug:name>/": only(OFFICERS, gone=True),
    "desk/import/<str:token>/preview/": only(OFFICERS, post=True, gone=True),
    "desk/import/<str:token>/run/": only(OFFICERS, post=True, gone=True),
    "desk/import/running/<str:mark>/": only(OFFICERS),
    "desk/import/jobs/<uuid:job_id>/": only(OFFICERS, "import"),
    "desk/import/jobs/<uuid:job_id>/errors/": only(OFFICERS, "import", gone=True),
    "desk/export/<slug:name>/": only(DESK, post=True, gone=True),
    # a case, at each audience's address
    "desk/cases/<str:key>/": case_at(DESK, "case"),
    "desk/cases/<str:key>/print/": case_at(DESK, "order"),
    "desk/cases/<str:key>/acts/<slug:verb>/": case_at(DESK, "noted case", post=True),
    "enterprise/cases/<str:key>/": case_at(FIRM, "case"),
    "enterprise/cases/<str:key>/print/": case_at(FIRM, "order"),
    "enterprise/cases/<str:key>/acts/<slug:verb>/": case_at(FIRM, "noted case", post=True),
    "grid/cases/<str:key>/": case_at(GRID, "case"),
    "grid/cases/<str:key>/print/": case_at(GRID, "order"),
    "grid/cases/<str:key>/acts/<slug:verb>/": case_at(GRID, "noted case", post=True),
    "criteria/": only(EVERYBODY),
    # the other audiences
    "command/": only(frozenset({"leader"})),
    "command/office/": only(OFFICE),
    "enterprise/": only(FIRM),
    "enterprise/records/": only(FIRM),
    "enterprise/records/statistics/": only(FIRM),
    "enterprise/records/tenants/": only(FIRM),
    "enterprise/records/rewards/": only(FIRM),
    "enterprise/records/rewards/<uuid:reward_id>/pay/": only(FIRM, post=True, gone=True),
    "enterprise/records/rewards/<uuid:reward_id>/strike/": only(FIRM, post=True, gone=True),
    "enterprise/visits/": only(FIRM),
    "enterprise/gate/<uuid:place_id>/": only(FIRM, "own place", gone=True),
    "enterprise/hazards/": only(FIRM),
    "enterprise/report/": only(FIRM),
    "enterprise/file/": only(FIRM),
    "grid/": only(GRID),
    "grid/report/": only(GRID),
    "grid/report/<uuid:place_id>/": only(GRID, "place"),
    "grid/report/new-place/": only(GRID, post=True),
    # people, posts, accounts
    "people/": only(LOOKING),
    "people/bodies/<uuid:body_id>/": only(LOOKING, "body"),
    "people/bodies/<uuid:body_id>/posts/new/": only(LOOKING, "body", gone=True),
    "people/firms/<uuid:firm_id>/": only(LOOKING, "firm"),
    "people/firms/<uuid:firm_id>/posts/new/": only(LOOKING, "firm", gone=True),
    "people/posts/<uuid:post_id>/": only(LOOKING, "seat"),
    "people/posts/<uuid:post_id>/amend/": only(LOOKING, "seat", gone=True),
    "people/posts/<uuid:post_id>/close/": only(LOOKING, "seat", gone=True),
    "people/posts/<uuid:post_id>/appoint/": only(LOOKING, "seat", gone=True),
    "people/posts/<uuid:post_id>/stand-in/": only(LOOKING, "seat", gone=True),
    "people/posts/<uuid:post_id>/hand-over/": only(SIGNED_IN, "seat", gone=True),
    "people/tenures/<uuid:tenure_id>/end/": only(LOOKING, "tenure", gone=True),
    "people/persons/new/": only(LOOKING, gone=True),
    "people/persons/<uuid:person_id>/": only(LOOKING | {"operator"}, "person"),
    "people/persons/<uuid:person_id>/contact/": only(LOOKING, "person", post=True, gone=True),
    "people/persons/<uuid:person_id>/account/": only(LOOKING | {"operator"}, "person", gone=True),
    "people/accounts/": only(frozenset({"operator"})),
    "people/accounts/<uuid:user_id>/": only(LOOKING | {"operator"}, "account", gone=True),
    "people/accounts/<uuid:user_id>/reset/": only(LOOKING | {"operator"}, "account", post=True, gone=True),
    "people/accounts/<uuid:user_id>/<slug:to>/": only(LOOKING | {"operator"}, "account", post=True, gone=True),
    "people/handovers/": only(SIGNED_IN),
    "people/handovers/<uuid:handover_id>/": only(SIGNED_IN, gone=True),
    "people/handovers/<uuid:handover_id>/give/": only(SIGNED_IN, post=True, gone=True),
    "people/handovers/<uuid:handover_id>/take/": only(SIGNED_IN, post=True, gone=True),
    "people/handovers/<uuid:handover_id>/withdraw/": only(SIGNED_IN, post=True, gone=True),
    "people/handovers/<uuid:handover_id>/successor/": only(SIGNED_IN, post=True, gone=True),
    "preferences/password/": only(SIGNED_IN),
    "preferences/sessions/": only(SIGNED_IN),
    "preferences/sessions/end/": only(SIGNED_IN, post=True),
    # what is shared
    "search/": only(EVERYBODY),
    "notices/": only(EVERYBODY),
    "notices/read/": only(EVERYBODY, post=True),
    "notices/<uuid:notice_id>/": only(EVERYBODY, "notice"),
    "notices/<uuid:notice_id>/open/": only(EVERYBODY, "notice", post=True),
    "preferences/notices/": only(EVERYBODY),
    "preferences/notices/hours/": only(EVERYBODY, post=True),
    "preferences/notices/<slug:channel>/": only(EVERYBODY, post=True),
    "preferences/notices/<slug:channel>/forget/": only(EVERYBODY, post=True),
    "preferences/tokens/": only(DESK),
    "preferences/tokens/new/": only(DESK, post=True),
    "preferences/tokens/revoke/": only(DESK, post=True),
    "evidence/<uuid:evidence_id>/": only(EVERYBODY, "evidence"),
    "evidence/<uuid:evidence_id>/small/": only(EVERYBODY, "evidence"),
    "documents/draw/<uuid:case_id>/": only(OFFICERS, "case", post=True),
    "documents/cases/<uuid:case_id>/file.pdf": only(EVERYBODY, "case"),
    "documents/<uuid:document_id>/": only(EVERYBODY, "document"),
    "documents/<uuid:document_id>/file.<slug:form>": only(EVERYBODY, "document"),
    "documents/<uuid:document_id>/serve/": only(OFFICERS, "document", post=True),
    "documents/<uuid:document_id>/redraw/": only(OFFICERS, "own document", post=True),
    "documents/<uuid:document_id>/withdraw/": only(OFFICERS, "own document", post=True),
    # the ledger: the log is for everybody, a record's proof for whoever may read the record
    "ledger/": only(WATCHING),
    "ledger/gaps": only(WATCHING),
    "ledger/counts": only(WATCHING),
    "ledger/checkpoint": Rule("public", gone=True),
    "ledger/pending": Rule("public", gone=True),
    "ledger/vkeys": PUBLIC,
    "ledger/policy": PUBLIC,
    "ledger/check": PUBLIC,
    "ledger/tile/<path:name>": Rule("public", gone=True),
    "ledger/receipts/<uuid:fact>.tlog-proof": only(EVERYBODY, "fact"),
    "ledger/proofs/<slug:kind>/<uuid:subject>": only(EVERYBODY, "record"),
    "ledger/lives/<slug:kind>/<uuid:subject>": only(EVERYBODY, "record"),
    "ledger/lives/<str:key>": only(EVERYBODY, "case"),
    # the interface for programs
    "api/v1/openapi.json": PUBLIC,
    "api/v1/docs": PUBLIC,
    "api/v1/": Rule("public", gone=True),
    "api/^(?P<rest>.*)$": Rule("public", gone=True),
    "api/v1/<kind>": token(),
    "api/v1/<kind>/export": token(post=True),
    "api/v1/<kind>/<key>": token("case"),
    "api/v1/<kind>/<key>/history": token("case"),
    "api/v1/<kind>/<key>/clocks": token("case"),
    "api/v1/<kind>/<key>/acts": token("case", post=True),
    "api/v1/acts": token(post=True),
    "api/v1/places": token(),
    "api/v1/places/<place_id>": token("place"),
    "api/v1/law/<rule>": token(),
    "api/v1/evidence": token(post=True),
    "api/v1/evidence/uploads": token(post=True),
    "api/v1/evidence/uploads/<upload_id>": token(gone=True),
    "api/v1/evidence/uploads/<upload_id>/finish": token(post=True, gone=True),
    "api/v1/evidence/<evidence_id>": token("evidence"),
    "api/v1/evidence/<evidence_id>/content": token("evidence"),
}
