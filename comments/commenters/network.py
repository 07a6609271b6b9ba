from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from accounts.abuse.client_ip import client_ip

UNKNOWN = "unknown"
# Enough to tell neighbours apart from the rest of the world, too little to name a person.
KEPT_BITS = {4: 24, 6: 48}


def network_of(request: HttpRequest) -> str:
    """Where a request came from, truncated; behind as many proxies as TRUSTED_PROXY_COUNT says."""
    return truncated(client_ip(request) or "")


def truncated(address: str) -> str:
    """The /24 or /48 around an address. All that is no address shares one bucket, so that limits still hold."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, IPv6Address):
        # A scope says which network card of this machine, and a mapped address is an IPv4 one in disguise.
        parsed = parsed.ipv4_mapped or IPv6Address(int(parsed))
    return str(ip_network((parsed, KEPT_BITS[parsed.version]), strict=False))
