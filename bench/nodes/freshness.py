"""What is changed on one node is visible on the other one, and through the proxy, with the next request."""

from __future__ import annotations

import time

from bench.nodes.content import approve_everything, comment_fields, publish, upload
from bench.nodes.report import Report
from bench.nodes.site import NODE_A, NODE_B, PROXY, S3
from bench.nodes.visitors import ask

PLACES = {"A": NODE_A, "B": NODE_B, "the proxy": PROXY}
ARTICLE = "/articles/article-0/"
PREVIEWS = 120  # that a network may request in ten minutes
SECONDS_TO_WRITE = 4  # faster comments are held as spam


def check(report: Report, session: str) -> None:
    report.section("Visible with the next request")
    warm("/", ARTICLE, "/tags/tea/", "/feed/")
    report.check("the proxy asks a node whether its copy is current", "REVALIDATED" in ask(PROXY, "/").cache_status)

    response = publish(NODE_A, session, "Fresh News", body="Fresh words.\n\n## Part")
    report.check("an article is published on A", response.status == 302, f"status {response.status}")
    seen(report, "the article is listed", "/", "Fresh News")
    seen(report, "the article is readable", "/articles/fresh-news/", "Fresh words.")
    seen(report, "the feed has it", "/feed/", "Fresh News")

    image = upload(NODE_A, session)
    publish(NODE_B, session, "With Image", body=image["markdown"])
    page = ask(PROXY, "/articles/with-image/").text
    report.check("an image uploaded on A is in an article on B", f"127.0.0.1:{S3}/" in page)
    address = ask(NODE_B, image["url"]).headers.get("Location", "")
    found = ask(S3, address.partition(f":{S3}")[2]) if address else None
    report.check("its bytes come from the bucket", bool(found and found.status == 200), address)

    comment = comment_fields(ARTICLE, "Approved on B.")
    time.sleep(SECONDS_TO_WRITE)
    response = ask(NODE_A, f"{ARTICLE}comments/", comment)
    report.check("a comment is sent on A", response.status == 303, f"status {response.status}")
    report.check("nobody sees it yet", not any("Approved on B." in ask(port, ARTICLE).text for port in PLACES.values()))
    response = approve_everything(NODE_B, session)
    report.check("it is approved on B", response.status == 302, f"status {response.status}")
    seen(report, "the comment is public", ARTICLE, "Approved on B.")

    fields = {"body": "Words", "preview": "alone"}
    turns = [ask(port, f"{ARTICLE}comments/", fields).status for _ in range(PREVIEWS // 2) for port in (NODE_A, NODE_B)]
    last = [ask(port, f"{ARTICLE}comments/", fields).status for port in (NODE_A, NODE_B)]
    report.check("both nodes count one rate limit", set(turns) == {200} and last == [429, 429], f"{last}")


def warm(*paths: str) -> None:
    for path in paths:
        for port in PLACES.values():
            ask(port, path)


def seen(report: Report, what: str, path: str, words: str) -> None:
    """Whether the first request at each place shows the words."""
    missing = [name for name, port in PLACES.items() if words not in ask(port, path).text]
    report.check(f"{what} on A, on B and through the proxy", not missing, f"not on {missing}" if missing else "")
