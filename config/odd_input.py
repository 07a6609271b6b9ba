from collections.abc import Callable, Iterable

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError

from config.errors import bad_request

FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
LONGEST_FIELD = 250_000


class OddInputMiddleware:
    """Answers 400 to what no form of ours sends, before a view, a parser or a database can stumble over it.

    NUL bytes and lone surrogates are refused by PostgreSQL, a charset other than UTF-8 by Django's form parser.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            refuse_odd(request)
        except (BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError) as error:
            return bad_request(request, error)
        return self.get_response(request)


def refuse_odd(request: HttpRequest) -> None:
    if not is_storable(request.path):
        raise BadRequest("The address holds characters that cannot be used.")
    refuse_odd_fields(request.GET)
    if request.method != "POST":
        return
    if request.content_type in FORM_TYPES:
        if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            raise BadRequest("Forms are read as UTF-8 only.")
        if request.content_type == "application/x-www-form-urlencoded":
            refuse_odd_fields(request.POST)


def refuse_odd_fields(fields: QueryDict) -> None:
    texts: Iterable[str] = (text for key, values in fields.lists() for text in (key, *map(str, values)))
    for text in texts:
        if len(text) > LONGEST_FIELD or not is_storable(text):
            raise BadRequest("A field is too long or holds characters that cannot be stored.")


def is_storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
