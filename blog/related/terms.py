"""The terms by which articles are compared: their tags and their most significant words.

They don't depend on other articles. The frequency of a word in the blog is therefore unknown; its length is used
instead, and stop words are ignored.
"""

from __future__ import annotations

import math
import re
from collections import Counter

from blog.models import Post
from blog.search.tokenizer import CJK, tokenize

MAX_WORDS = 40
UNIT = 1000  # length of the vector of tags, and of that of words
TITLE_WEIGHT = 3
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
about above after again against almost along already also although always among another anything around
because become been before behind being below between both cannot could does doing done down during each
either else enough even ever every everything first from further have having here however instead into itself
just know last least less like look made make many maybe might more most much must need never nothing often
once only other our over people perhaps quite rather really same should since some something sometimes still
such take than that their them then there these they thing things think this those though through time
together under until upon using very want well went were what when where whether which while whole whose will
with within without would year years your yours aber alle allem allen alles andere anderen auch auf bei beim
bereits bis dann dass denn deren dessen diese diesem diesen dieser dieses doch dort durch eine einem einen
einer eines einfach etwas euch ganz gegen haben hatte hatten hier ihre ihrem ihren ihrer immer jede jedem
jeden jeder jedes jetzt kann kein keine keinen können könnte machen mehr meine meinen meiner müssen nach nicht
nichts noch oder ohne schon sehr sein seine seinen seiner seit sich sind sollte über unter viel viele vielen
wenn werden wieder wird wurde würde zwischen alors ainsi après aussi autre autres avant avec avoir beaucoup
cette ceux chaque comme dans depuis deux donc elle elles encore entre était faire fait leur leurs mais même
moins nous parce pendant peut plus pour pourquoi quand quelque sans sont sous souvent toujours tous tout toute
toutes très vous ahora algo antes aunque cada como contra cuando desde donde durante ellos entonces entre esta
este esto estos hasta mientras mismo mucho muchos nada nosotros nuestro otra otros para pero porque puede
sobre también tanto tiene todo todos vosotros
""",
    )
)


def extract_terms(post: Post) -> dict[str, int]:
    """The weights of an article's tags and most significant words. Both vectors have the length UNIT."""
    sections = post.sections.values_list("heading", "text")
    text = " ".join(
        [*[post.title] * TITLE_WEIGHT, post.standfirst, *(part for section in sections for part in section)]
    )
    tags = {f"#{pk}": 1.0 for pk in post.tags.values_list("pk", flat=True)}
    return unit_vector(tags) | unit_vector(weigh_words(text))


def weigh_words(text: str) -> dict[str, float]:
    """The MAX_WORDS most significant words. In languages with spaces, longer words are more significant."""
    weights = {
        word: (1 + math.log(count)) * term_weight(word)
        for word, count in Counter(tokenize(text)).items()
        if term_weight(word)
    }
    return dict(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_WORDS])


def term_weight(word: str) -> int:
    """The significance of a word. Chinese characters count as words; hiragana is mostly grammar."""
    if CJK.fullmatch(word):
        return 0 if "\u3040" <= word <= "\u309f" else 2
    return 0 if word in STOP_WORDS else min(max(len(word) - 2, 0), 8)


def unit_vector(weights: dict[str, float]) -> dict[str, int]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    scaled = {term: round(UNIT * weight / length) for term, weight in weights.items()}
    return {term: weight for term, weight in scaled.items() if weight}
