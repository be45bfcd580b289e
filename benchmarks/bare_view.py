"""The measure beside the API: a bare Django view that inserts two rows in one transaction, with no middleware at all.

Its own tiny settings and tables, in the database that DATABASE_URL names: `gunicorn benchmarks.bare_view:application`.
"""

import json
import os
from typing import Any

import environ
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {**environ.Env().db("DATABASE_URL"), "CONN_MAX_AGE": 60}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.urandom(16).hex(),
    USE_TZ=True,
)

import django  # noqa: E402 the settings are made above

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from uuid_utils.compat import uuid7  # noqa: E402


class Thing(models.Model):
    """A row with what a case has at the least."""

    id = models.UUIDField(primary_key=True)
    state = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    place = models.UUIDField(db_index=True)
    owner = models.UUIDField(db_index=True)
    territory = models.CharField(max_length=12)
    found_on = models.DateField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return str(self.id)


class Event(models.Model):
    """A row that says what was done."""

    id = models.UUIDField(primary_key=True)
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE)
    verb = models.CharField(max_length=48)
    actor = models.UUIDField()
    at = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return str(self.id)


def make_tables() -> None:
    """Make the two tables."""
    with connection.schema_editor() as editor:
        editor.create_model(Thing)
        editor.create_model(Event)


def add(request: HttpRequest) -> JsonResponse:
    """Insert what was sent as two rows."""
    said: dict[str, Any] = json.loads(request.body)["data"]
    now = timezone.now()
    with transaction.atomic():
        thing = Thing(
            id=uuid7(),
            state="registered",
            title=said["description"],
            place=said["place"],
            owner=said["place"],
            territory="411681100",
            found_on=said["found_on"],
            opened_at=now,
            last_at=now,
        )
        thing.save(force_insert=True)
        event = Event(id=uuid7(), thing=thing, verb="report", actor=said["place"], at=now, data=said)
        event.save(force_insert=True)
    return JsonResponse({"id": str(thing.id), "fact_id": str(event.id), "state": thing.state}, status=201)


def nothing(request: HttpRequest) -> JsonResponse:
    """Answer at once: how fast the clients can ask."""
    return JsonResponse({"id": ""})


urlpatterns = [path("add", add), path("nothing", nothing)]
application = get_wsgi_application()
