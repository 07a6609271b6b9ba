"""Social login through one OpenID Connect provider. Off unless the environment names its address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from config.env import LOOPBACK, Env, masked, split

APPS = ["allauth.socialaccount"]
NEEDED = ("requests", "jwt", "oauthlib")  # what the extra brings; allauth.socialaccount itself is always there
DISCOVERY = "/.well-known/openid-configuration"
ADDRESS = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-f:]+\])(?::\d+)?(?:/[\w.-]+)*", re.ASCII)
LONGEST_ISSUER, LONGEST_NAME = 200, 40  # the columns of allauth


@dataclass(frozen=True)
class SocialLogin:
    """``id`` names the issuer in addresses and rows: accounts of one issuer open nothing at the next one."""

    issuer: str
    id: str
    name: str
    client_id: str
    client_secret: str = field(repr=False)


def social_login(env: Env) -> SocialLogin | None:
    issuer = read_issuer(env, "SOCIAL_LOGIN_ISSUER")
    if not issuer:
        return None
    for package in NEEDED:
        if not env.has_package("SOCIAL_LOGIN_ISSUER", issuer, package, extra="social"):
            break
    place = issuer.partition("://")[2]
    return SocialLogin(
        issuer=issuer,
        id=place.replace("/", "~"),  # a path of an issuer has no ~: two issuers never share a name
        name=read_name(env, "SOCIAL_LOGIN_NAME", place.partition("/")[0]),
        client_id=read_needed(env, "SOCIAL_LOGIN_CLIENT_ID", "the id"),
        client_secret=read_needed(env, "SOCIAL_LOGIN_CLIENT_SECRET", "the secret"),
    )


def read_issuer(env: Env, name: str) -> str:
    """The address without a slash at its end, empty when there is none or it is of no use."""
    value = env.text(name).removesuffix(DISCOVERY).rstrip("/")
    parts = split(value)
    if not value or (
        parts
        and (parts.scheme == "https" or parts.hostname in LOOPBACK)
        and ADDRESS.fullmatch(value)
        and len(value) <= LONGEST_ISSUER
    ):
        return value
    remedy = "use the https address of the provider, such as https://id.example.org/realms/blog"
    env.bad(name, masked(value), f"{remedy}; http only on this machine.")
    return ""


def read_name(env: Env, name: str, default: str) -> str:
    value = env.text(name)
    if len(value) > LONGEST_NAME or not value.isprintable():
        env.bad(name, value, f"use a name of at most {LONGEST_NAME} characters, in one line.")
    return value or default


def read_needed(env: Env, name: str, what: str) -> str:
    value = env.text(name)
    if not value:
        env.bad(name, "", f"set {what} that the provider gave this blog, or leave out SOCIAL_LOGIN_ISSUER.")
    return value
