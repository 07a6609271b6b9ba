"""Old code on node A and new code on node B, with the new schema: everyone can work on both."""

from __future__ import annotations

import time

from bench.nodes.content import approve_everything, comment_fields, publish
from bench.nodes.freshness import SECONDS_TO_WRITE, seen
from bench.nodes.outages import PAGES, eventually, unfinished_tasks
from bench.nodes.report import Report
from bench.nodes.site import NODE_A, NODE_B
from bench.nodes.visitors import ask

NODES = {"A": NODE_A, "B": NODE_B}
ADMIN = ["", "blog/post/", "blog/post/1/change/", "blog/post/add/", "blog/tag/", "comments/comment/", "accounts/user/"]
ARTICLE = "/articles/article-1/"


def check(report: Report, session: str) -> None:
    for name, port in NODES.items():
        report.section(f"Everyone works on {name}, and sees it on the other node")
        failed = {path: status for path in PAGES if (status := ask(port, path).status) != 200}
        report.check("readers get pages", not failed, f"{failed}" if failed else "")
        paths = [f"/admin/{path}" for path in ADMIN]
        failed = {path: status for path in paths if (status := ask(port, path, session=session).status) != 200}
        report.check("the admin works", not failed, f"{failed}" if failed else "")

        response = publish(port, session, f"Published on {name}", body="New words.")
        report.check("an article is published", response.status == 302, f"status {response.status}")
        seen(report, "the article is listed", "/", f"Published on {name}")

        comment = comment_fields(ARTICLE, f"Sent to {name}.", f"Guest{name}")
        time.sleep(SECONDS_TO_WRITE)
        response = ask(port, f"{ARTICLE}comments/", comment)
        report.check("a comment is sent", response.status == 303, f"status {response.status}")
        approve_everything(next(other for other in NODES.values() if other != port), session)
        seen(report, "approved on the other node, it is public", ARTICLE, f"Sent to {name}.")
    report.check("the new workers finish all tasks", eventually(lambda: unfinished_tasks() == 0))
