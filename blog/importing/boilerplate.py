"""Navigation, buttons and notices around an article on a web page, as they look when the page is copied as text."""

import re

BOILERPLATE_LABELS = """
leave a comment|leave a reply|post a comment|post comment|add a comment|comment|comments|no comments
name|your name|email|e-mail|your email|message|send|submit|reply
blog posts|recent posts|latest posts|popular posts|related posts|related articles|more articles|you may also like
read more|read more articles|continue reading|previous|next|previous post|next post|older post|newer post
back to blog|back to top|share|share this|share this article|share this post|copy link|print|tags|tweet
facebook|twitter|x|linkedin|pinterest|whatsapp|messenger|author article title|article title
forgot your password?|forgot password?|lost your password?|don't have an account yet?|don't have an account?
already have an account?|create account|create an account|register|sign up|sign in|log in|login|log out
my account|password|remember me|search|menu|home|cart|newsletter|subscribe|skip to content
privacy policy|terms of service|cookie settings|all rights reserved
"""
LABELS = frozenset(BOILERPLATE_LABELS.strip().replace("\n", "|").split("|"))
READING_TIME = re.compile(r"\b\d{1,3}[ \u00a0-]?min(?:ute)?s?\b[. ](?:read|reading)", re.IGNORECASE)
BYLINE = re.compile(r"[,·|–-]?\s*(?:(?:written|posted|published)\s+)?by(?:\s+[^\s,.!?]+){1,5}", re.IGNORECASE)
CARD = re.compile(r"[•*·–-]?\s*,\s*by\s+.{1,120}", re.IGNORECASE)
NOTICE = re.compile(
    r"(all )?comments (are|must be|need to be) (moderated|approved)\b.*|please note,? comments (must|need).*|"
    r"your e-?mail( address)? will not be (published|shown).*|required fields are marked.*|"
    r"(©|copyright\b).*|\d+ comments?|this site is protected by .*"
)
CALL_TO_ACTION = re.compile(
    r"for (an?|the|more)\b.{1,60}\bvisit\b.*|.*\bour official\b.*|click here\b.*|"
    r"(please )?(visit|check out|head over to) (our|the|my)\b.*|(learn|find out|discover) more\b.+|"
    r"(read|see|view|find) (the|our) (full|original|official|complete)\b.*|"
    r"(sign up|subscribe|register|join us|shop|download|order|book|try)\b.{4,}",
    re.IGNORECASE,
)


def is_byline(line: str) -> bool:
    return len(line) <= 140 and bool(READING_TIME.search(line) or BYLINE.fullmatch(line))


def is_boilerplate(line: str) -> bool:
    """Whether a line is a label, link or notice, an empty bullet, or the ", by Author" of a card."""
    bare = line.strip(" \t\u00a0•*·–-|»→…").replace("’", "'").casefold()
    return not bare or bare in LABELS or bool(NOTICE.fullmatch(bare) or CARD.fullmatch(line))


def is_call_to_action(line: str) -> bool:
    return CALL_TO_ACTION.fullmatch(line) is not None and not is_boilerplate(line)
