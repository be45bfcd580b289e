"""Rows by which cases and places are found; whoever drops them may build them again from what they describe."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchRow(models.Model):
    """The searchable words of one case or place, as the tokens of `situation.words`; the newest has the highest id.

    The index over `words` is the database's own: a tsvector with GIN on PostgreSQL, a full-text table on SQLite.
    """

    subject_kind = models.CharField(_("kind"), max_length=32)
    subject_id = models.UUIDField()
    words = models.TextField(_("words"))

    class Meta:
        verbose_name = _("row of the search")
        constraints = [models.UniqueConstraint(fields=["subject_id", "subject_kind"], name="search_row_once")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"
