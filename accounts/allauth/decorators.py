"""allauth's view decorators, with types."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import decorators
from django.http.response import HttpResponseBase

type View[R: HttpResponseBase] = Callable[..., R]


def reauthentication_required[R: HttpResponseBase](view: View[R]) -> View[R]:
    """Ask for the password or a second factor first, unless the user gave one in the last five minutes."""
    return decorators.reauthentication_required(view)  # type: ignore[no-any-return]


def reauthentication_required_to_post[R: HttpResponseBase](view: View[R]) -> View[R]:
    """Like ``reauthentication_required``, but GET is always allowed."""
    return decorators.reauthentication_required(view, allow_get=True)  # type: ignore[no-any-return]
