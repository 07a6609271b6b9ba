"""Social login through one OpenID Connect provider. Off unless SOCIAL_LOGIN_ISSUER is set."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from config.env.urls import masked, split
from config.env.variables import LOOPBACK, Env

APPS = ["allauth.socialaccount"]
NEEDED = ("requests", "jwt", "oauthlib")  # packages of the extra; allauth.socialaccount itself is always installed
DISCOVERY = "/.well-known/openid-configuration"
ADDRESS = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-f:]+\])(?::\d+)?(?:/[\w.-]+)*", re.ASCII)
LONGEST_ISSUER, LONGEST_NAME = 200, 40  # of allauth's columns


@dataclass(frozen=True)
class SocialLogin:
    """``id`` identifies the issuer in URLs and rows, so that accounts of one issuer are not valid for another."""

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
        id=place.replace("/", "~"),  # unique, since the path of an issuer contains no ~
        name=read_name(env, "SOCIAL_LOGIN_NAME", place.partition("/")[0]),
        client_id=read_needed(env, "SOCIAL_LOGIN_CLIENT_ID", "the id"),
        client_secret=read_needed(env, "SOCIAL_LOGIN_CLIENT_SECRET", "the secret"),
    )


def read_issuer(env: Env, name: str) -> str:
    """The URL without a trailing slash, or empty if it isn't set or invalid."""
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
        env.bad(name, "", f"set {what} that the provider issued for this blog, or leave out SOCIAL_LOGIN_ISSUER.")
    return value
