"""One world for all tests of a module: made once, undone after the last of them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.permissions.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator["World"]:
    """The county with its people and its cases."""
    from django.db import transaction

    from tests.permissions.cases import make_cases
    from tests.permissions.world import World

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        made = World(patch)
        make_cases(made)
        made.open_doors()
        yield made
        transaction.set_rollback(True)
