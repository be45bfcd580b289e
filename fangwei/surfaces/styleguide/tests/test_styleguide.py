"""The style page draws every part in both languages; outside debug and demo mode it does not exist."""

import pytest
from django.test import Client, override_settings
from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("preferences/", include("fangwei.surfaces.preferences.urls")),
    path("styleguide/", include("fangwei.surfaces.styleguide.urls")),
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", ["", "?rows=0", "?rows=1", "?rows=40&dense", "case/", "desk/", "desk/?rows=1"])
@override_settings(ROOT_URLCONF=__name__, FANGWEI_DEMO=True)
def test_the_pages_draw(client: Client, page: str, language: str) -> None:
    answer = client.get(f"/styleguide/{page}", headers={"accept-language": language})
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()


def test_the_style_page_is_not_served_in_earnest(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404
