"""Views of lists that a user keeps: what a list is narrowed to, in which order and with which columns."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from fangwei.accounts.models import User


class SavedView(models.Model):
    """One list as one user likes to open it; `query` is the address's query that shows it so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views", db_index=False)
    name = models.CharField(_("name of the view"), max_length=40)
    query = models.CharField(max_length=600, blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved view")
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="view_once_a_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
