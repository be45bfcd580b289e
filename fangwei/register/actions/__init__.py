"""The verbs of the register, and its only writers: one subject a module, every change told to the ledger."""

from fangwei.register.actions.enterprises import correct_enterprise, register_enterprise
from fangwei.register.actions.installations import declare_installation, withdraw_installation
from fangwei.register.actions.organizations import (
    close_organization,
    close_post,
    end_jurisdiction,
    ensure_committee_office,
    establish_organization,
    establish_post,
    grant_jurisdiction,
    make_duty_post,
    place_below,
    rename_organization,
)
from fangwei.register.actions.persons import appoint, change_telephone, end_tenure, register_person, second_member
from fangwei.register.actions.places import (
    agree_on_safety,
    close_place,
    lease_site,
    move_place,
    name_keeper,
    register_place,
    register_site,
    update_site,
)
from fangwei.register.actions.posts import amend_post
from fangwei.register.actions.sheet_rows import SiteOutcome, SiteRow, register_sites
from fangwei.register.actions.territories import LoadResult, load_divisions, merge_territories

__all__ = [
    "LoadResult",
    "SiteOutcome",
    "SiteRow",
    "agree_on_safety",
    "amend_post",
    "appoint",
    "change_telephone",
    "close_organization",
    "close_place",
    "close_post",
    "correct_enterprise",
    "declare_installation",
    "end_jurisdiction",
    "end_tenure",
    "ensure_committee_office",
    "establish_organization",
    "establish_post",
    "grant_jurisdiction",
    "lease_site",
    "load_divisions",
    "make_duty_post",
    "merge_territories",
    "move_place",
    "name_keeper",
    "place_below",
    "register_enterprise",
    "register_person",
    "register_place",
    "register_site",
    "register_sites",
    "rename_organization",
    "second_member",
    "update_site",
    "withdraw_installation",
]
