"""Rows made into instances as the ORM makes them, without asking each field in turn: a page of a list makes two hundred."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model
from django.db.models.base import ModelState

from fangwei.ledger.rows import keep


def maker(model: type[Model], names: Sequence[str], alias: str) -> Callable[[Sequence[Any]], Model]:
    """Return what makes an instance of the values of these attributes, the others left to be read when they are asked for.

    It remembers what stood in the database. Raises: TypeError for a model that has ways of its own to come into being.
    """
    if model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__:  # type: ignore[attr-defined]
        raise TypeError(f"{model.__name__} is made in a way of its own")
    attributes = tuple(names)

    def make(values: Sequence[Any]) -> Model:
        thing = model.__new__(model)
        state = ModelState()
        state.adding, state.db = False, alias
        kept = dict(zip(attributes, values, strict=True))
        vars(thing).update(kept, _state=state)
        keep(thing, kept)
        return thing

    return make


class Related:
    """Makes what a row holds of an instance's relations, from what the ORM has worked out about them."""

    def __init__(self, populator: Any, alias: str) -> None:
        self._of = populator
        self._make = maker(populator.model_cls, populator.init_list, alias)
        self._further = [Related(one, alias) for one in populator.related_populators]

    def fill(self, row: Sequence[Any], thing: Model) -> None:
        """Give an instance what stands beside it in its row, None where nothing does."""
        of = self._of
        values = of.reorder_for_init(row) if of.reorder_for_init else row[of.cols_start : of.cols_end]
        made = None
        if values[of.pk_idx] is not None:
            made = self._make(values)
            for one in self._further:
                one.fill(row, made)
        of.local_setter(thing, made)
        if made is not None:
            of.remote_setter(made, thing)
