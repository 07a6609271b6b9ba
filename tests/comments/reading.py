"""What readers see: the page of an article, its comments, and the main part of any page."""

from tests.html import read


def article_page(client, post, query=""):
    return client.get(post.get_absolute_url() + query, follow=True).content.decode()


def comment_ids(html):
    """The ids of the comments in their order."""
    return [int(comment["id"].removeprefix("comment-")) for comment in read(html).all("article.comment")]


def main_of(client, address):
    return read(client.get(address)).landmark("main")
