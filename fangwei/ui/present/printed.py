"""What stands at the top of a page when it is printed."""

from fangwei.ui.parts import PrintView
from fangwei.ui.present.asked import Asked


def paper_head(request: Asked, title: str, number: str = "", *, organization: str | None = None) -> PrintView:
    """Return the head of a printed page: whose it is, the reader's own body unless said otherwise, what, by whom and when."""
    return PrintView(
        organization=request.actor.organization_name if organization is None else organization,
        title=title,
        number=number,
        printed_by=request.actor.person_name,
        printed_at=request.at,
    )
