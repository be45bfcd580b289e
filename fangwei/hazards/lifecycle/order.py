"""The life of a rectification order as one table."""

from fangwei.casework.asides import desk_row
from fangwei.engines.lifecycle import NEW, SAME, Field, Lifecycle, Participant, State, Transition
from fangwei.hazards.lifecycle import law
from fangwei.hazards.lifecycle.fields import NOTE, REASON, SECOND_OFFICER

ORDER = Lifecycle(
    kind="order",
    states=(
        State("draft"),
        State("issued"),
        State("ended", final=True, ended_as="fixed"),
        State("withdrawn", final=True, ended_as="mistake"),
    ),
    transitions=(
        Transition(
            "draft", (NEW,), "draft", ("officer",), law.ORDER,
            fields=(Field("place", "place"), Field("items", "list"), Field("note", "text", required=False)),
        ),
        Transition(
            "change_items", ("draft",), SAME, ("owner_officer",), law.ORDER,
            fields=(Field("items", "list"), Field("note", "text", required=False)),
        ),
        Transition(
            "issue", ("draft",), "issued", ("owner_officer",), law.ORDER,
            fields=(Field("signature", "choice", choices=("signed", "refused")), Field("note", "text", required=False)),
            participants=(SECOND_OFFICER, Participant("representative", "named", instead="witness")),
        ),
        Transition("withdraw", ("draft",), "withdrawn", ("owner_officer",), law.ORDER, fields=(REASON,)),
        Transition(
            "reinspect", ("issued",), SAME, ("owner_officer",), law.VERIFY, participants=(SECOND_OFFICER,), evidence=1,
            fields=(Field("results", "list"), Field("note", "text", required=False)),
        ),
        Transition("add_note", ("draft", "issued"), SAME, ("owner_unit", "enterprise", "township"), law.HOUSE, fields=(NOTE,)),
        Transition("end_order", ("issued",), "ended", ("system",), law.ORDER, hidden=True),
        desk_row(("draft", "issued")),
    ),
)  # fmt: skip
