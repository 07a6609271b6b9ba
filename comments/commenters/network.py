from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from accounts.abuse.client_ip import client_ip

UNKNOWN = "unknown"
# Precise enough for rate limits and spam detection, not enough to identify a person.
STORED_BITS = {4: 24, 6: 48}


def network_of(request: HttpRequest) -> str:
    """The network that a request came from, behind TRUSTED_PROXY_COUNT proxies."""
    return truncate(client_ip(request) or "")


def truncate(address: str) -> str:
    """The /24 or /48 of an address. Invalid addresses share one network, so that rate limits apply to them."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, IPv6Address):
        # Drops the scope (the network interface), and converts addresses that are IPv4 in fact.
        parsed = parsed.ipv4_mapped or IPv6Address(int(parsed))
    return str(ip_network((parsed, STORED_BITS[parsed.version]), strict=False))
