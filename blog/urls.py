from django.urls import path
from django.views.decorators.http import require_safe

from blog import feeds, sitemaps
from blog.views import article, bookmarks, lists, preview_link, search, series, well_known

app_name = "blog"
urlpatterns = [
    path("", lists.home, name="home"),
    path("articles/<str:slug>/", article.article, name="post"),
    path("articles/<str:slug>/bookmark/", bookmarks.save, name="save_bookmark"),
    path("articles/<str:slug>/bookmark/remove/", bookmarks.remove, name="remove_bookmark"),
    path("accounts/bookmarks/", bookmarks.bookmarks, name="bookmarks"),
    path("tags/", lists.tags, name="tags"),
    path("tags/<str:slug>/", lists.tag, name="tag"),
    path("tags/<str:slug>/feed/", require_safe(feeds.TagFeed()), name="tag_feed"),
    path("authors/<str:slug>/", lists.author, name="author"),
    path("authors/<str:slug>/feed/", require_safe(feeds.AuthorFeed()), name="author_feed"),
    path("series/<str:slug>/", series.series, name="series"),
    path("archive/", lists.archive, name="archive"),
    path("archive/<int:year>/", lists.archive_year, name="archive_year"),
    path("archive/<int:year>/<int:month>/", lists.archive_month, name="archive_month"),
    path("preview/<str:token>/", preview_link.preview_link, name="preview_link"),
    path("preview/<str:token>/notes/", preview_link.send_note, name="send_preview_note"),
    path("search/", search.search, name="search"),
    path("feed/", require_safe(feeds.SiteFeed()), name="feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("favicon.ico", well_known.favicon, name="favicon"),
]
