from blog.admin.blog_settings import BlogSettingsAdmin
from blog.admin.image import ImageAdmin
from blog.admin.post import PostAdmin
from blog.admin.redirect import RedirectAdmin
from blog.admin.series import SeriesAdmin
from blog.admin.tag import TagAdmin

__all__ = ["BlogSettingsAdmin", "ImageAdmin", "PostAdmin", "RedirectAdmin", "SeriesAdmin", "TagAdmin"]
