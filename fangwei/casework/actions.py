"""What kinds of case ask casework to write beside an act: taking in a sheet's cases, telling the level above, copying listings.

Every act of a person goes through `casework.door`; these follow from one or bring in what was done elsewhere.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from fangwei.accounts.models import User
from fangwei.casework.models import Case, Listing, Reminder, RunningClock, SavedView
from fangwei.casework.numbers import take_numbers
from fangwei.casework.scopes import insert_scopes
from fangwei.ledger.rows import insert_all
from fangwei.register.models import Post

_LOCAL = ZoneInfo("Asia/Shanghai")
VIEWS_AT_MOST = 30


class TooManyViews(Exception):
    """The user keeps as many views as fit above a list."""

    code = "too_many_views"
    message = _("You keep %(most)s views already. Remove one that you no longer open, then keep this one.")

    def __str__(self) -> str:
        return str(self.message) % {"most": VIEWS_AT_MOST}


def take_in(
    cases: Sequence[Case],
    *,
    scopes: Iterable[tuple[Case, str, str]],
    clocks: Sequence[RunningClock],
    prefix: str,
    at: datetime,
) -> None:
    """Write a batch of cases that a sheet brought, each with its number, its scopes (case, audience, territory) and clock.

    Inside the caller's transaction, which appends their facts too.
    """
    counties: dict[str, list[Case]] = {}
    for case in cases:
        counties.setdefault(case.territory[:6], []).append(case)
    year = at.astimezone(_LOCAL).year
    for county, here in counties.items():
        numbers = take_numbers(prefix, here[0].kind, county, year, len(here))
        for case, number in zip(here, numbers, strict=True):
            case.number = number
    insert_all(cases)
    readers: dict[UUID, set[tuple[str, str]]] = {}
    for case, audience, code in scopes:
        readers.setdefault(case.pk, set()).add((audience, code))
    insert_scopes((case, readers.get(case.pk, set())) for case in cases)
    RunningClock.objects.bulk_create(clocks, batch_size=2000)


def renew_clocks(case: Case, *, clocks: Sequence[RunningClock], at: datetime) -> None:
    """Replace whatever runs on an imported case by the clocks that a later edition of its sheet gives."""
    running = case.clocks.filter(ended_at__isnull=True)
    running.update(ended_at=at, outcome=RunningClock.Outcome.CANCELLED, next_at=None, paused_at=None)
    RunningClock.objects.bulk_create(clocks)


def tell_above(case: Case, *, word: str, at: datetime) -> Reminder:
    """Tell the committee office of the level above the county, or the nearest one further up, of what was done."""
    county = case.territory[:6]
    offices = Post.objects.filter(
        organization__kind="committee_office",
        organization__territory_code__in=[county[:4], county[:2]],
        is_duty_post=True,
    )
    post = offices.order_by("-organization__territory_code").first()
    return Reminder.objects.create(case=case, step=word, days=0, post=post, audience="above", at=at)


def copy_listings(case: Case, *, onto: Case) -> None:
    """Put a case that was split off under the same listed supervision as the one it came from."""
    for listing in case.listings.filter(ended_at__isnull=True):
        Listing.objects.create(
            case=onto,
            level=listing.level,
            organization_id=listing.organization_id,
            reason=listing.reason,
            listed_at=listing.listed_at,
        )


def keep_view(user: User, *, name: str, query: str, at: datetime) -> SavedView:
    """Keep a list as the user sees it under a name; one of that name is replaced. It is no act on anything: no fact.

    Raises: TooManyViews.
    """
    wanted = " ".join(name.split())[:40] or query[:40] or "1"
    if user.saved_views.exclude(name=wanted).count() >= VIEWS_AT_MOST:
        raise TooManyViews
    kept, _made = SavedView.objects.update_or_create(
        user=user, name=wanted, defaults={"query": query[:600], "kept_at": at}
    )
    return kept


def drop_view(user: User, *, view_id: UUID) -> None:
    """Forget one of the user's own views; a stranger's stays."""
    user.saved_views.filter(id=view_id).delete()
