"""What stands around every page: the menu of the role, the posts a person may act from, signing out."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fangwei.accounts.actor import Actor
from fangwei.accounts.queries import Held
from fangwei.notices.queries import COUNTED
from fangwei.ui.parts import LinkView, MenuEntry, PostChoice, ShellView
from fangwei.ui.present.links import address

HOMES = {
    "enterprise_safety_officer": "enterprise:home",
    "enterprise_principal": "enterprise:home",
    "grid_worker": "grid:home",
    "leader": "command:home",
    "committee_office": "command:office",
    "auditor": "ledger",
    "operator": "no-screen",
    "": "no-screen",
}
"""The first screen of a role; every other role begins at the desk."""


def home_of(actor: Actor) -> str:
    """Return the address of the first screen this actor sees."""
    return address(HOMES.get(actor.role, "desk:home"))


def shell_of(request: Any) -> ShellView:
    """Return the shell for whoever asks."""
    banner = _("Demonstration: people and firms are invented.") if settings.FANGWEI_DEMO else ""
    if not request.user.is_authenticated:
        return ShellView(sign_in=address("sign-in"), banner=banner)
    actor: Actor = request.actor
    return ShellView(
        menu=tuple(_menu(actor, request.path)),
        person=actor.person_name or request.user.username,
        posts=tuple(_posts(request.held, actor)),
        post_action=address("acting-as"),
        sign_out=address("sign-out"),
        home=home_of(actor),
        search=address("search") if _entries(actor.role) else "",
        own=tuple(_own(actor)),
        banner=banner,
        bell=address("notices:notices") if _entries(actor.role) else "",
        unread=_unread(request.unread()),
    )


def _unread(count: int) -> str:
    return "" if not count else f"{COUNTED}+" if count > COUNTED else str(count)


def _own(actor: Actor) -> list[LinkView]:
    """Whoever works at the desk may let a program work for them."""
    at_desk = any(name == "desk:home" for name, *_rest in _entries(actor.role))
    own = [LinkView(_("API tokens"), address("tokens"))] if at_desk else []
    if at_desk or actor.role == "enterprise_principal":
        own.insert(0, LinkView(_("People and posts"), address("people:bodies")))
    if actor.role == "operator":
        own.insert(0, LinkView(_("Accounts"), address("people:accounts")))
    return [
        *own,
        LinkView(_("Handovers"), address("people:handovers")),
        LinkView(_("Password and sessions"), address("sessions")),
    ]


def _posts(held: Held, actor: Actor) -> list[PostChoice]:
    return [
        PostChoice(
            id=str(post.id),
            name=post.name,
            organization=str(post.organization or post.enterprise or ""),
            current=post.id == actor.post_id,
        )
        for post in held.posts
    ]


def _menu(actor: Actor, path: str) -> list[MenuEntry]:
    entries = _entries(actor.role)
    found = [(address(name), label, short, icon) for name, label, short, icon in entries]
    # The longest address that the page's own begins with is where one is.
    here = max((href for href, *_rest in found if path.startswith(href)), key=len, default="")
    return [
        MenuEntry(label=label, href=href, icon=icon, short=short, current=href == here)
        for href, label, short, icon in found
    ]


def _entries(role: str) -> Sequence[tuple[str, str, str, str]]:
    return _entries_in(role, get_language())


@lru_cache(maxsize=64)
def _entries_in(role: str, _language: str | None) -> Sequence[tuple[str, str, str, str]]:
    desk = ("desk:home", _("Desk"), _("Desk"), "desk")
    hazards = ("desk:hazards", _("Hazards"), _("Hazards"), "hazard")
    places = ("desk:places", _("Places"), _("Places"), "site")
    inherited = ("desk:inherited", _("Baseline"), _("Baseline"), "check")
    sheets = ("desk:import", _("Sheets"), _("Sheets"), "import")
    problems = ("desk:problems", _("Problem lists"), _("Problems"), "list")
    ledger = ("ledger", _("Ledger"), _("Ledger"), "lock")
    command = ("command:home", _("My territory"), _("Territory"), "map")
    duties = ("desk:duties", _("What I answer for"), _("Duties"), "shield")
    # Seven entries find room side by side only by their short names.
    own = ("desk:duties", _("Duties"), _("Duties"), "shield")
    lists = ("desk:problems", _("Problems"), _("Problems"), "list")
    if role in ("enterprise_safety_officer", "enterprise_principal"):
        return [
            ("enterprise:home", _("My site"), _("My site"), "site"),
            ("enterprise:hazards", _("Our hazards"), _("Hazards"), "hazard"),
            ("enterprise:report", _("Report our own finding"), _("Report"), "plus"),
            ("enterprise:file", _("Our file"), _("File"), "book"),
            ("enterprise:records", _("Our records"), _("Records"), "shield"),
            ("enterprise:visits", _("Visits"), _("Visits"), "people"),
        ]
    if role == "grid_worker":
        return [
            ("grid:home", _("What I found"), _("Mine"), "list"),
            ("grid:report", _("Report a danger"), _("Report"), "plus"),
        ]
    if role == "township_officer":
        return [
            desk,
            hazards,
            places,
            ("grid:report", _("Report a danger"), _("Report"), "plus"),
            duties,
            inherited,
            sheets,
        ]
    if role in ("inspector", "regulator"):
        return [desk, hazards, places, ("desk:visits", _("Visits"), _("Visits"), "people"), duties, inherited, sheets]
    if role == "committee_office":
        office = ("command:office", _("My territory"), _("Territory"), "map")
        return [office, desk, hazards, places, own, lists, sheets]  # the ledger is a link of the first page
    if role == "leader":
        return [command, desk, hazards, places, own, lists, ledger]
    if role == "auditor":
        return [ledger, hazards, places, duties, problems, desk]
    if role == "expert":
        return [desk, hazards, places]
    return []
