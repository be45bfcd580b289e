"""Reading the register: divisions, who has jurisdiction, who holds which post, what lies where."""

from fangwei.register.queries.offices import (
    Directory,
    Seat,
    department_of,
    duty_post_of,
    duty_posts_of,
    holders_of,
    office_of,
    organization_of,
    seats_of,
    township_of,
)
from fangwei.register.queries.places import page_of_places, place_file
from fangwei.register.queries.standards import gb18218_tables
from fangwei.register.queries.territories import (
    chain_of_command,
    division_of,
    names_later,
    names_of,
    superior_of,
)

__all__ = [
    "Directory",
    "Seat",
    "chain_of_command",
    "department_of",
    "division_of",
    "duty_post_of",
    "duty_posts_of",
    "gb18218_tables",
    "holders_of",
    "names_later",
    "names_of",
    "office_of",
    "organization_of",
    "page_of_places",
    "place_file",
    "seats_of",
    "superior_of",
    "township_of",
]
