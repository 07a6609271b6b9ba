import pytest
from django.test import RequestFactory

from comments.commenters.network import network_of, truncate


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("no address", "unknown"),
        ("1.2.3.4:80", "unknown"),
    ],
)
def test_addresses_are_truncated(address, network):
    assert truncate(address) == network


def test_a_forged_header_is_ignored_without_a_proxy():
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.77", headers={"X-Forwarded-For": "198.51.100.1"})
    assert network_of(request) == "203.0.113.0/24"


@pytest.mark.parametrize(
    ("forwarded", "network"),
    [
        ("198.51.100.1", "198.51.100.0/24"),
        ("192.0.2.66, 198.51.100.1", "198.51.100.0/24"),
        ("192.0.2.66, rubbish", "unknown"),
    ],
)
def test_behind_a_proxy_only_the_address_that_it_reports_counts(settings, forwarded, network):
    settings.TRUSTED_PROXY_COUNT = 1
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
    assert network_of(request) == network


def test_behind_fewer_proxies_than_configured_the_first_reported_address_counts(settings):
    settings.TRUSTED_PROXY_COUNT = 2
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "198.51.100.1"})
    assert network_of(request) == "198.51.100.0/24"
