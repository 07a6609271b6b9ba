import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.config.urls"), pytest.mark.django_db]

REFUSALS = ["br;q=0, gzip;q=0", "gzip; q=0.000, br ;q=0", "GZIP;Q=0,BR;Q=0.0", "identity", ""]


@pytest.fixture
def compressed_file(tmp_path, settings):
    """A static file with a compressed copy, as created by collectstatic."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "notes.txt").write_bytes(b"Much ado about nothing. " * 50)
    (tmp_path / "static" / "notes.txt.gz").write_bytes(b"packed")
    (tmp_path / "static" / "notes.txt.br").write_bytes(b"pack")
    settings.STATIC_ROOT = tmp_path / "static"
    return "/static/notes.txt"


@pytest.mark.parametrize("accepted", REFUSALS)
@pytest.mark.parametrize("page", ["/page/", "/archive/", "/none/"])
def test_a_page_is_not_compressed_if_the_client_refuses(client, page, accepted):
    for _ in ("made", "from the cache"):
        assert "Content-Encoding" not in client.get(page, headers={"Accept-Encoding": accepted}).headers


@pytest.mark.parametrize("accepted", REFUSALS)
def test_a_static_file_is_not_compressed_if_the_client_refuses(compressed_file, accepted):
    response = Client().get(compressed_file, headers={"Accept-Encoding": accepted})
    assert response.getvalue().startswith(b"Much ado")
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip, br", "br"), ("gzip, br;q=0", "gzip"), ("br;q=0, gzip;q=0.1", "gzip")]
)
def test_a_static_file_has_the_encoding_that_the_client_prefers(compressed_file, accepted, coding):
    response = Client().get(compressed_file, headers={"Accept-Encoding": accepted})
    assert response.headers["Content-Encoding"] == coding
    assert response.getvalue() == {"br": b"pack", "gzip": b"packed"}[coding]


def test_a_private_page_is_compressed_unless_the_client_refuses(client):
    assert client.get("/accounts/login/", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/accounts/login/", headers={"Accept-Encoding": "gzip;q=0"}).headers
