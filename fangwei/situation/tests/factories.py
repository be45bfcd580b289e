"""What tests of the situation share: words asked as somebody, with the queue drained before."""

from fangwei.accounts.actor import Actor
from fangwei.casework.models import Case
from fangwei.hazards.tests.factories import County
from fangwei.ledger.consumers import drain
from fangwei.situation.queries import find_cases


def found(county: County, actor: Actor, text: str) -> list[str]:
    """Return the titles that words find for somebody, after everything that waits was taken in."""
    drain(at=county.tick())
    page = find_cases(actor, text, kinds={"hazard", "order"}, limit=20)
    titles = dict(Case.objects.filter(id__in=page.ids).values_list("id", "title"))
    return [titles[id_] for id_ in page.ids]
