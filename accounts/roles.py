"""Who may do what: the permission table of the groups. Migrations and tests read it; nothing else says it."""

from collections.abc import Callable, Iterable
from typing import Any

CONTRIBUTOR_PERMISSIONS = {
    "blog.add_post",
    "blog.change_post",
    "blog.delete_post",
    "blog.view_post",
    "blog.view_tag",
    "blog.add_image",
    "blog.view_image",
    "blog.view_series",
}
AUTHOR_PERMISSIONS = CONTRIBUTOR_PERMISSIONS | {"blog.publish_post", "blog.add_tag", "blog.change_image"}
MODERATOR_PERMISSIONS = {"comments.moderate_comment", "comments.view_comment", "comments.change_comment"}
EDITOR_PERMISSIONS = (
    AUTHOR_PERMISSIONS
    | MODERATOR_PERMISSIONS
    | {
        "blog.change_any_post",
        "blog.change_tag",
        "blog.delete_tag",
        "blog.delete_image",
        "blog.view_blogsettings",
        "blog.change_blogsettings",
        "blog.add_redirect",
        "blog.change_redirect",
        "blog.delete_redirect",
        "blog.view_redirect",
        "blog.add_series",
        "blog.change_series",
        "blog.delete_series",
        "accounts.add_invitation",
        "accounts.change_invitation",
        "accounts.delete_invitation",
        "accounts.view_invitation",
    }
)
ADMINISTRATOR_PERMISSIONS = EDITOR_PERMISSIONS | {
    "accounts.add_user",
    "accounts.change_user",
    "accounts.delete_user",
    "accounts.give_roles",
    "accounts.view_user",
    "comments.delete_comment",
}
# Contributors and authors change and delete their own articles only (``Post.objects.editable_by``). What contributors
# change in a public article is a suggestion, since they may not publish (``blog.editorial.reviews``).
ROLES: dict[str, set[str]] = {
    "Reader": set(),
    "Contributor": CONTRIBUTOR_PERMISSIONS,
    "Author": AUTHOR_PERMISSIONS,
    "Editor": EDITOR_PERMISSIONS,
    "Moderator": MODERATOR_PERMISSIONS,
    "Administrator": ADMINISTRATOR_PERMISSIONS,
}


def grant(find_model: Callable[[str, str], Any], roles: Iterable[str] = ROLES) -> None:
    """Make the groups and give each just its permissions. ``find_model`` is ``apps.get_model``."""
    groups = find_model("auth", "Group").objects
    permissions = find_model("auth", "Permission").objects
    for role in roles:
        found = [
            permission
            for label, _, codename in (name.partition(".") for name in sorted(ROLES[role]))
            # What a later migration brings is granted by the last one (comments/0004_roles_again).
            for permission in permissions.filter(content_type__app_label=label, codename=codename)
        ]
        groups.get_or_create(name=role)[0].permissions.set(found)
