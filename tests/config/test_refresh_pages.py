import pytest
from django.core.management import call_command

from tests.config import urls

pytestmark = [pytest.mark.urls("tests.config.urls"), pytest.mark.django_db]


def test_all_pages_are_rendered_again(client, capsys):
    urls.made.clear()
    client.get("/page/")
    call_command("refresh_pages")
    client.get("/page/")
    assert len(urls.made) == 2
    assert capsys.readouterr().out == "All pages will be rendered again.\n"
