"""The form for articles in the admin: URLs, data and errors."""

ADD = "/admin/blog/post/add/"


def form_data(**changes):
    """The data of the form for a new article."""
    inline = "authorships"
    return {
        "title": "New",
        "slug": "new",
        "standfirst": "",
        "body": "Words.\n\n## Part",
        "status": "draft",
        "published_at_0": "",
        "published_at_1": "",
        "expires_at_0": "",
        "expires_at_1": "",
        "revised_at_0": "",
        "revised_at_1": "",
        "comments_open": "on",
        "comment_policy": "",
        "series_position": "1",
        "language": "",
        "cta_label": "",
        "cta_url": "",
        f"{inline}-TOTAL_FORMS": "0",
        f"{inline}-INITIAL_FORMS": "0",
        **changes,
    }


def change_url(post):
    return f"/admin/blog/post/{post.pk}/change/"


def current_data(post, **changes):
    """The data of the form for a stored post, including its byline."""
    rows = list(post.authorships.all())
    inline = {"authorships-TOTAL_FORMS": str(len(rows)), "authorships-INITIAL_FORMS": str(len(rows))}
    for number, row in enumerate(rows):
        inline |= {
            f"authorships-{number}-id": row.pk,
            f"authorships-{number}-post": post.pk,
            f"authorships-{number}-author": row.author_id,
            f"authorships-{number}-position": row.position,
        }
    return form_data(title=post.title, slug=post.slug, body=post.body, base_version=post.version, **inline) | changes


def errors(answer):
    return answer.context["adminform"].form.errors
