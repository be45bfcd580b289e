"""A county in which anybody may try anything: random acts, mostly sensible, read off the tables like a form would be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from fangwei.accounts.actor import Actor
from fangwei.casework.asides import common_truths
from fangwei.casework.events import Act
from fangwei.casework.kinds import kind_of
from fangwei.casework.models import Case, Evidence
from fangwei.casework.relations import OFFICER_ROLES
from fangwei.engines.lifecycle import NEW, Field, Transition
from fangwei.engines.lifecycle.decide import holds
from fangwei.hazards.lifecycle import HAZARD, ORDER
from fangwei.hazards.sheet import ImportedHazard, key_of
from fangwei.hazards.tests.factories import County, duty_actor, holder_of, member
from fangwei.register.models import Place
from fangwei.register.tests import factories as register

CHANNELS = ("web", "web", "web", "offline", "phone", "api")
PROGRESS = {
    "grade", "order", "submit", "expert_accept", "verify", "self_close", "request_resumption", "approve_resumption", "close",
    "issue", "reinspect", "void", "merge", "downgrade",
}  # fmt: skip
WORDS_OF = {  # who may be asked when a row names this relation
    "owner_officer": ("owner", "officer", "second", "regulator", "housing_duty", "market_duty"),
    "owner_unit": ("owner", "officer", "head", "housing_duty", "market_duty", "clerk"),
    "owner_leader": ("head",),
    "office": ("office_duty", "office_clerk"),
    "upper_office": ("city_duty",),
    "upper": ("city_duty", "city_officer"),
    "lister": ("office_duty", "city_duty"),
    "enterprise": ("safety", "principal", "shopkeeper"),
    "keeper": ("keeper",),
    "township": ("clerk", "township_officer"),
    "grid": ("grid",),
    "expert": ("expert",),
    "officer": ("officer", "second", "market_duty", "township_officer"),
    "proposed_owner": ("housing_duty", "market_duty", "owner", "clerk"),
    "leader": ("head",),
    "local": ("clerk",),
}


class World(County):
    """The county of the other tests with more people, and four kinds of place: works, a small shop, a kept road, nobody's."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.regulator = member(self.emergency, "regulator")
        self.office_clerk = member(self.office, "committee_office")
        self.city_officer = duty_actor(register.organization("emergency", "4116"))
        shop = register.site(industry_code="6210")
        shop.employees = 3
        shop.save()
        self.shopkeeper = holder_of(register.post("enterprise_principal", shop.enterprise))
        keeping = register.organization("urban_management")
        self.keeper = duty_actor(keeping)
        kept = register.place()
        kept.keeper_organization = keeping
        kept.save()
        self.stranger = duty_actor(register.organization("emergency", "411624"))
        self.places: list[Place] = [self.place, Place.objects.get(id=shop.place_id), kept, register.place()]
        self.actors: dict[str, Actor] = {name: who for name, who in vars(self).items() if isinstance(who, Actor)}
        self.posts = sorted({who.post_id for who in self.actors.values() if who.post_id and who.organization_id})


@dataclass
class Asker:
    """Makes random acts in a world from one seed."""

    world: World
    random: Random
    now: datetime
    careful: bool = False
    """Whether the act at hand is done as it should be, as far as the asker can tell."""

    def _slips(self, chance: float) -> bool:
        return not self.careful and self.random.random() < chance

    def act(self, case: Case, others: list[Case]) -> tuple[Actor, Act]:
        """Some verb on a case: one that could be granted for the most part, any at all for the rest."""
        self.careful = self.random.random() < 0.7
        table = kind_of(case.kind).lifecycle
        rows = [row for row in table.transitions if NEW not in row.sources]
        likely = self._likely(case, rows)
        row = self.random.choice(likely if likely and not self._slips(0.3) else rows)
        return self._filled(row, case, others)

    def opening(self, others: list[Case]) -> tuple[Actor, Act]:
        """A danger found by somebody, or an order for what was found."""
        hazards = [case for case in others if case.kind == "hazard" and case.state in {"registered", "graded"}]
        table = ORDER if hazards and self.random.random() < 0.4 else HAZARD
        self.careful = self.random.random() < 0.7
        row = self.random.choice([row for row in table.transitions if NEW in row.sources and not row.hidden])
        actor, act = self._filled(row, None, others)
        return actor, Act(act.act_id, uuid7(), act.verb, act.at, act.data, kind=table.kind, evidence=act.evidence)

    def rows(self, known: list[ImportedHazard]) -> list[ImportedHazard]:
        """Some rows of a register sheet, new ones and later editions of known ones."""
        made = [self._row() for _row in range(self.random.randint(1, 3))]
        for row in self.random.sample(known, min(len(known), self.random.randint(0, 2))):
            made.append(self._row(row))
        return made

    # ---- how an act is filled in ------------------------------------------------------------------------------------

    def _likely(self, case: Case, rows: list[Transition]) -> list[Transition]:
        kind = kind_of(case.kind)
        truths = kind.truths(case, self.now) | common_truths(case, self.world.officer, self.now)
        fitting = [
            row
            for row in rows
            if not row.hidden
            and case.state in row.sources
            and not holds(row.when, truths)
            and not holds(row.must, truths)
        ]
        return [row for row in fitting for _weight in range(8 if row.verb in PROGRESS else 1)]

    def _filled(self, row: Transition, case: Case | None, others: list[Case]) -> tuple[Actor, Act]:
        actor = self._actor(row, case)
        data = {field.name: self._value(field, case, others) for field in row.fields if self._is_filled(field)}
        if self._slips(0.2):
            data[self.random.choice(["stray", *(field.name for field in row.fields)])] = self.random.choice(
                ["", "9999-99-99", 7, None, ["x"], {"a": 1}, "\x00", True]
            )
        late = timedelta(hours=self.random.randint(0, 100)) if self.random.random() < 0.15 else timedelta(0)
        at = self.now - late
        if case is not None and late and not self._slips(0.5):
            at = max(at, case.last_at)
        return actor, Act(
            act_id=uuid7(),
            case_id=case.id if case is not None else uuid7(),
            verb=row.verb,
            at=at,
            data=data,
            if_version=case.version - self._slips(0.2) if case and self.random.random() < 0.3 else None,
            evidence=self._evidence(row, actor),
            participants=self._participants(row, actor),
        )

    def _actor(self, row: Transition, case: Case | None) -> Actor:
        everybody = [self.world.actors[name] for name in sorted(self.world.actors)]
        if self._slips(0.4):
            return self.random.choice(everybody)
        asked = [self.world.actors[name] for word in row.who for name in WORDS_OF.get(word, ())]
        if case is not None and not self._slips(0.1):
            asked = [who for who in asked if self._is_near(who, case, row)] or asked
        return self.random.choice(asked or everybody)

    def _is_near(self, who: Actor, case: Case, row: Transition) -> bool:
        """Whether somebody is on the side that the row asks for: the owner's unit, the firm at the place."""
        site = getattr(case.place, "site", None)
        if who.enterprise_id is not None:
            return site is not None and site.enterprise_id == who.enterprise_id
        if who == self.world.keeper:
            return case.place is not None and case.place.keeper_organization_id == who.organization_id
        if {"owner_officer", "owner_unit", "owner_leader"} & set(row.who):
            return who.organization_id == case.owner_post.organization_id
        return True

    def _is_filled(self, field: Field) -> bool:
        return not self._slips(0.1) if field.required else self.random.random() < 0.8

    def _value(self, field: Field, case: Case | None, others: list[Case]) -> Any:
        place = case.place_id if case else None
        if field.kind == "choice":
            return self.random.choice(field.choices)
        if field.kind == "date":
            ahead = -self.random.randint(0, 3) if field.name == "found_on" else self.random.randint(-1, 40)
            return (self.now + timedelta(hours=8, days=ahead)).date().isoformat()
        if field.kind == "yes":
            return self.random.random() < 0.5
        if field.kind == "number":
            return self.random.randint(0, 10**9)
        if field.kind == "post":
            return str(self.random.choice(self.world.posts))
        if field.kind == "place":
            return str(self.random.choice(self.world.places).id)
        if field.kind == "case":
            near = [other for other in others if other.place_id == place and other.kind == "hazard"] or others
            return str(self.random.choice(near).id) if near else str(uuid7())
        if field.kind == "list":
            return self._list(field.name, case, others)
        return self._text(field.name)

    def _text(self, name: str) -> str:
        if name == "criterion":
            return self.random.choice(["none/1", ""]) if self._slips(0.5) else "chem17/4"
        if name == "category":
            return "no_such_domain" if self._slips(0.5) else self.random.choice(["general", "gas", "fire"])
        return self.random.choice(["配电箱门未关", "应急灯损坏", "安全出口被堵", "线路老化\n见图"])

    def _list(self, name: str, case: Case | None, others: list[Case]) -> list[Any]:
        if name == "on_spot":
            return ["dance" if self._slips(0.5) else self.random.choice(["stop", "evacuate", "seal", "none_needed"])]
        if name == "parts":
            return ["甲处", "乙处"][: self.random.randint(1, 2)]
        if name == "results" and case is not None:
            return [
                {
                    "hazard": str(hazard),
                    "result": "perhaps" if self._slips(0.3) else self.random.choice(["pass", "fail"]),
                    "note": "复查",
                }
                for hazard in case.order.items.values_list("hazard_id", flat=True)
                if self.random.random() < 0.8
            ]
        hazards = [other for other in others if other.kind == "hazard" and other.state == "graded"]
        due = (self.now + timedelta(hours=8, days=self.random.randint(0, 25))).date().isoformat()
        settled = {"responsible": "生产副总", "funds_fen": 100, "contingency": "现场处置", "on_spot": ["stop"]}
        return [
            {"hazard": str(hazard.id), "due_on": due, "measures": "整改"} | (settled if hazard.severity == 2 else {})
            for hazard in self.random.sample(hazards, min(len(hazards), 3))
        ]

    def _evidence(self, row: Transition, actor: Actor) -> tuple[UUID, ...]:
        number = 0 if self._slips(0.2) else row.evidence
        if self.random.random() < 0.1:
            number += 1
        owner = self.world.head if self._slips(0.1) else actor
        return tuple(
            Evidence.objects.create(
                id=uuid7(), sha256=self.random.randbytes(32).hex(), name="x.png", media_type="image/png", size=9,
                uploaded_by=owner.person_id, uploaded_at=self.now,
            ).id
            for _file in range(number)
        )  # fmt: skip

    def _participants(self, row: Transition, actor: Actor) -> tuple[dict[str, str], ...]:
        taking_part = []
        for person in row.participants:
            role = person.instead if person.instead and self.random.random() < 0.4 else person.role
            if self._slips(0.2):
                continue
            if person.side == "named":
                taking_part.append({"role": role, "name": "王某"})
                continue
            fitting = [self.world.expert] if person.side == "expert" else [
                who for who in self.world.actors.values() if who.role in OFFICER_ROLES and who.person_id != actor.person_id
            ]  # fmt: skip
            who = self.random.choice(list(self.world.actors.values()) if self._slips(0.3) else fitting)
            taking_part.append({"role": role, "person": str(who.person_id)})
        return tuple(taking_part)

    def _row(self, before: ImportedHazard | None = None) -> ImportedHazard:
        today = (self.now + timedelta(hours=8)).date()
        place = before.place_id if before else self.random.choice(self.world.places).id
        found = before.found_on if before else today - timedelta(days=self.random.randint(0, 60))
        description = before.description if before else f"台账隐患{self.random.randint(0, 10**9)}"
        state: Any = self.random.choice(["ordered", "submitted", "closed"])
        return ImportedHazard(
            row=self.random.randint(1, 999), place_id=place, description=description,
            grade=self.random.choice(["general", "major"]), found_on=found,
            how_found=self.random.choice(["inspection", "self_check"]), finders="张三", measures="整改", rectifier="李四",
            due_on=found + timedelta(days=self.random.randint(0, 90)) if self.random.random() < 0.8 else None,
            funds_fen=None, interim="", rectified_on=None, verifier="王五",
            verified_on=today if state == "closed" else None, state=state, warnings=(),
            key=key_of(place, description, found),
        )  # fmt: skip
