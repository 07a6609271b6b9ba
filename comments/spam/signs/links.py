"""Signs in the links of a comment."""

from __future__ import annotations

import re

from comments.spam.signs.patterns import Sign
from comments.spam.text_features import TextFeatures

# Sites that people often advertise, and link shorteners.
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
# Reference works and other sites that people cite.
CITED_HOST = re.compile(
    r"(?:^|\.)(?:wikipedia\.org|wikimedia\.org|github\.com|gitlab\.com|stackoverflow\.com|stackexchange\.com"
    r"|archive\.org|arxiv\.org|doi\.org|youtu\.be|youtube\.com|mozilla\.org|w3\.org|ietf\.org|bbc\.co\.uk|bbc\.com"
    r"|theguardian\.com|nytimes\.com|gov|gov\.[a-z]{2}|edu|ac\.[a-z]{2})$"
)


def without_words(text: TextFeatures) -> str:
    return first_host(text) if not text.has_own_words else ""


def ordinary(text: TextFeatures) -> str:
    return first_host(text) if text.has_own_words and not cites(text) else ""


def citing(text: TextFeatures) -> str:
    return first_host(text) if text.has_own_words and cites(text) else ""


def promoting(text: TextFeatures) -> str:
    found = (host for host, rest in text.links if PROMOTING_HOST.search(host) or REFERRAL.search(rest))
    return next(found, "")


def cites(text: TextFeatures) -> bool:
    return all(CITED_HOST.search(host) for host, _rest in text.links)


def first_host(text: TextFeatures) -> str:
    return text.links[0][0] if text.links else ""


LINKS = (
    Sign("only-link", 2, without_words),
    Sign("link", 1.5, ordinary),
    Sign("citing-link", 0.5, citing),
    Sign("promoting-link", 0.5, promoting),
    Sign("hidden-link", 1.5, lambda text: text.bare_domain),
)
