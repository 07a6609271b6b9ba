from blog.models.authorship import Authorship
from blog.models.blog_settings import BlogSettings
from blog.models.bookmark import Bookmark
from blog.models.comment_policy import CommentPolicy
from blog.models.draft import Draft
from blog.models.editor_note import EditorNote
from blog.models.image import Image
from blog.models.image_use import ImageUse
from blog.models.link import Link
from blog.models.page_version import PageVersion
from blog.models.pending_purge import PendingPurge
from blog.models.post import Post, StalePost
from blog.models.post_term import PostTerm
from blog.models.preview_link import PreviewLink
from blog.models.preview_note import PreviewNote
from blog.models.redirect import Redirect
from blog.models.related_post import RelatedPost
from blog.models.review_step import ReviewStep
from blog.models.revision import Revision
from blog.models.section import Section
from blog.models.series import Series
from blog.models.tag import Tag

__all__ = [
    "Authorship",
    "BlogSettings",
    "Bookmark",
    "CommentPolicy",
    "Draft",
    "EditorNote",
    "Image",
    "ImageUse",
    "Link",
    "PageVersion",
    "PendingPurge",
    "Post",
    "PostTerm",
    "PreviewLink",
    "PreviewNote",
    "Redirect",
    "RelatedPost",
    "ReviewStep",
    "Revision",
    "Section",
    "Series",
    "StalePost",
    "Tag",
]
