"""What the verbs of a hazard ask for, declared once where several rows ask the same."""

from fangwei.engines.lifecycle import Clock, Field, Participant
from fangwei.hazards.models import HowFound

NOTE = Field("note", "text")
REASON = Field("reason", "text")
DUE_ON = Field("due_on", "date")
GRADE = Field("grade", "choice", choices=("general", "major"))
CRITERION = Field("criterion", "line", required=False)
SECOND_OFFICER = Participant("second_officer", "officer")
START_RECTIFY = Clock("start", "rectify", due="due_on", holder="rectifier")
ON_SPOT = ("stop", "evacuate", "seal", "none_needed")

FOUND_FIELDS = (
    Field("place", "place"),
    Field("description", "text"),
    Field("category", "line", required=False),
    Field("spot", "line", required=False, longest=120),
    Field("how_found", "choice", choices=tuple(HowFound.values)),
    Field("found_on", "date"),
    Field("origin_kind", "line", required=False, longest=24),
    Field("origin_id", "case", required=False),
)
TREATMENT_FIELDS = (
    DUE_ON,
    Field("measures", "text"),
    Field("responsible", "line", required=False, required_when=("major",), longest=80),
    Field("funds_fen", "number", required=False, required_when=("major",)),
    Field("contingency", "text", required=False, required_when=("major",)),
    Field("on_spot", "list", required=False, required_when=("major",)),
)
