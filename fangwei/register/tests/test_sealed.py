"""Personal data is unreadable in the database, and found only by its digest."""

import pytest
from django.db import connection

from fangwei.register import sealed
from fangwei.register.models import Person
from fangwei.register.tests import factories as make

PHONE = "13800000001"


@pytest.mark.django_db
def test_a_telephone_is_sealed_in_the_database_and_open_on_the_object() -> None:
    person = make.person(phone=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_digest FROM register_person")
        stored, digest = cursor.fetchone()
    assert PHONE not in stored and PHONE not in digest
    assert Person.objects.get(pk=person.pk).phone == PHONE


@pytest.mark.django_db
def test_equal_numbers_are_found_however_they_are_written() -> None:
    make.person(phone="138-0000 0001")
    assert Person.objects.filter(phone_digest=sealed.digest("１３８００００000１")).count() == 1


def test_the_same_text_is_never_sealed_the_same() -> None:
    assert sealed.seal(PHONE) != sealed.seal(PHONE)
    assert sealed.unseal(sealed.seal(PHONE)) == PHONE
    assert sealed.seal("") == sealed.unseal("") == sealed.digest(" ") == ""


def test_a_tampered_or_foreign_value_is_refused() -> None:
    value = sealed.seal(PHONE)
    for broken in (value[:-4] + "AAA=", "00000000:" + value.partition(":")[2], "nonsense"):
        with pytest.raises(sealed.SealError):
            sealed.unseal(broken)


def test_a_retired_key_still_opens_what_it_sealed(tmp_path, settings) -> None:
    settings.FANGWEI_KEYS = tmp_path
    old = sealed.seal(PHONE)
    (tmp_path / sealed.SEAL_KEY).rename(tmp_path / "personal-seal-old-1.key")
    sealed._keys.cache_clear()
    new = sealed.seal(PHONE)
    assert new.partition(":")[0] != old.partition(":")[0]
    assert sealed.unseal(old) == sealed.unseal(new) == PHONE
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    sealed._keys.cache_clear()
