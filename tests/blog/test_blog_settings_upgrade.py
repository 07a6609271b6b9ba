import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from blog.models import BlogSettings
from tests.factories import make_user

BEFORE = "0011_related_posts_share_terms"


@pytest.fixture
def former_database(transactional_db):
    """A database from before the model was renamed, with data, a role and history."""
    call_command("migrate", "blog", BEFORE, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO blog_site (id, name, tagline, description, footer_text, posts_per_page, related_count, "
            "default_cta_label, default_cta_url, comment_policy) VALUES (1, 'Unboxify', '', '', '', 7, 4, '', '', 'all')"
        )
    group, _made = Group.objects.get_or_create(name="Secretaries")
    group.permissions.set(Permission.objects.filter(content_type__app_label="blog", codename="change_site"))
    content_type = ContentType.objects.get(app_label="blog", model="site")
    user = make_user(display_name="Sam Secretary")
    user.groups.add(group)
    LogEntry.objects.create(
        user=user, content_type=content_type, object_id="1", object_repr="Unboxify", action_flag=CHANGE
    )
    yield
    call_command("migrate", verbosity=0)


def test_an_upgraded_blog_keeps_its_settings_rights_and_history(former_database):
    assert Group.objects.get(name="Secretaries").permissions.count() == 1
    call_command("migrate", verbosity=0)
    assert BlogSettings.current().name == "Unboxify"
    assert BlogSettings.current().posts_per_page == 7
    assert User.objects.get(display_name="Sam Secretary").has_perm("blog.change_blogsettings")
    assert LogEntry.objects.get().content_type.model_class() is BlogSettings
    assert not Permission.objects.filter(codename__endswith="_site", content_type__app_label="blog").exists()


def test_the_former_url_of_the_form_still_works(admin_client):
    assert (
        admin_client.get("/admin/blog/site/", follow=True)
        .redirect_chain[-1][0]
        .endswith("/admin/blog/blogsettings/1/change/")
    )
