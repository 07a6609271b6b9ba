from __future__ import annotations

from typing import Any

from blog.models import Post, PreviewLink
from blog.views.preview_link import NoteForm
from demo.styleguide.samples import A_DAY, ADA, ARTICLE, LATER, post

HIDDEN = post("A draft", [ADA], status=Post.Status.DRAFT)
LINK = PreviewLink(pk=1, post=ARTICLE, created_by=ADA, nonce="sample", created_at=A_DAY, expires_at=LATER)


def shared_previews() -> dict[str, dict[str, Any]]:
    """The parameters of what is above and below a draft that is shown by a secret link."""
    new = {"link": LINK, "changed_at": A_DAY, "form": NoteForm(), "public_url": ""}
    invalid = NoteForm({"name": "Ida", "note": ""})
    return {
        "A draft": new,
        "Changes of a published article, after a note": new | {"public_url": "#article", "is_sent": True},
        "With errors": new | {"form": invalid},
    }
