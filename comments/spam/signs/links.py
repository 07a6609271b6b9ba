"""Signs in the addresses that a comment points to."""

from __future__ import annotations

import re

from comments.spam.signs.patterns import Sign
from comments.spam.text_features import TextFeatures

# Where people offer themselves, their goods and their causes; places that hide where a link goes.
PROMOTING_HOST = re.compile(
    r"(?:^|\.)(?:facebook\.com|instagram\.com|twitter\.com|tiktok\.com|twitch\.tv|soundcloud\.com|patreon\.com"
    r"|(?:play|plus)\.google\.com|itunes\.apple\.com|ebay\.[a-z.]+|amazon\.[a-z.]+|etsy\.com|aliexpress\.com"
    r"|fiverr\.com|gofundme\.com|indiegogo\.com|kickstarter\.com|change\.org|surveymonkey\.com|blogspot\.[a-z.]+"
    r"|wixsite\.com|weebly\.com|bit\.ly|goo\.gl|tinyurl\.com|ow\.ly|is\.gd|cutt\.ly|adf\.ly|t\.me|wa\.me|discord\.gg"
    r"|xyz|top|icu|click)$|casino|poker|pharma|pills|viagra|loans?\b|forex|cheap|replica|escort|dating"
)
REFERRAL = re.compile(
    r"[?&](?:ref\w{0,6}|aff\w{0,8}|invite|promo|partner|r|rrid|utm_\w{1,20}|tag|subid)=|/(?:refer|ref|aff|invite)/"
)
# Where people look things up.
CITED_HOST = re.compile(
    r"(?:^|\.)(?:wikipedia\.org|wikimedia\.org|github\.com|gitlab\.com|stackoverflow\.com|stackexchange\.com"
    r"|archive\.org|arxiv\.org|doi\.org|youtu\.be|youtube\.com|mozilla\.org|w3\.org|ietf\.org|bbc\.co\.uk|bbc\.com"
    r"|theguardian\.com|nytimes\.com|gov|gov\.[a-z]{2}|edu|ac\.[a-z]{2})$"
)


def lonely(reading: TextFeatures) -> str:
    return first_host(reading) if not reading.has_own_words else ""


def plain(reading: TextFeatures) -> str:
    return first_host(reading) if reading.has_own_words and not cites(reading) else ""


def citing(reading: TextFeatures) -> str:
    return first_host(reading) if reading.has_own_words and cites(reading) else ""


def promoting(reading: TextFeatures) -> str:
    found = (host for host, rest in reading.addresses if PROMOTING_HOST.search(host) or REFERRAL.search(rest))
    return next(found, "")


def cites(reading: TextFeatures) -> bool:
    return all(CITED_HOST.search(host) for host, _rest in reading.addresses)


def first_host(reading: TextFeatures) -> str:
    return reading.addresses[0][0] if reading.addresses else ""


LINKS = (
    Sign("only-link", 2, lonely),
    Sign("link", 1.5, plain),
    Sign("citing-link", 0.5, citing),
    Sign("promoting-link", 0.5, promoting),
    Sign("hidden-link", 1.5, lambda reading: reading.bare_domain),
)
