"""Django's sessions in the database; every page begins with one, so that its statement is worked out once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from fangwei.ledger.kept import Given, Kept

_SESSION: Kept[Session] = Kept(
    lambda: Session.objects.filter(
        session_key=Given("key", CharField()),
        expire_date__gt=Given("now", DateTimeField()),
    )
)


class SessionStore(db.SessionStore):
    """A session as Django keeps it, read by a kept query."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(key=self.session_key, now=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found
