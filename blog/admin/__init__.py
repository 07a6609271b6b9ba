from blog.admin.blog_settings import SiteAdmin
from blog.admin.image import ImageAdmin
from blog.admin.post import PostAdmin
from blog.admin.redirect import RedirectAdmin
from blog.admin.series import SeriesAdmin
from blog.admin.tag import TagAdmin

__all__ = ["ImageAdmin", "PostAdmin", "RedirectAdmin", "SeriesAdmin", "SiteAdmin", "TagAdmin"]
