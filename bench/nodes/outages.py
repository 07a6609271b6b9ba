"""Parts of the site die while people read and comment; and what a node responds without its database or Redis."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import psycopg

from bench.nodes.content import comment_fields
from bench.nodes.freshness import ARTICLE, SECONDS_TO_WRITE, warm
from bench.nodes.processes import Service
from bench.nodes.report import Report
from bench.nodes.site import DATABASE_URL, NODE_A, NODE_B, PROXY, Site
from bench.nodes.visitors import Load, Visit, ask

READERS, COMMENTERS = 4, 2
LONG, SHORT, PAUSE = 4, 2, 5  # seconds
PAGES = ["/", "/tags/tea/", "/feed/", "/archive/", *(f"/articles/article-{number}/" for number in range(6))]
OWN_PAGES = ["/search/?q=tea", "/accounts/profile/", "/admin/", "/", "/articles/not-there/", "/healthz"]
LONGEST, AT_ONCE = 1.0, 8  # seconds, requests
UNAVAILABLE = 503
ROLLING = "rolling restart"


def check_under_load(report: Report, site: Site) -> None:
    report.section(f"{READERS} readers and {COMMENTERS} commenters at the proxy while parts die (SIGKILL) and return")
    warm(*PAGES)
    fields = comment_fields(ARTICLE, "")
    time.sleep(SECONDS_TO_WRITE)
    load = Load(PAGES, ARTICLE, fields, readers=READERS, commenters=COMMENTERS)
    load.start("all run")
    time.sleep(LONG)
    for service in (site.web["a"], site.workers["a"], site.redis, site.database):
        interrupt(load, [service])
    interrupt(load, list(site.web.values()), "both nodes")
    seconds = restart_in_turn(load, list(site.web.values()))
    load.phase = "afterwards"
    time.sleep(SHORT)
    load.stop()
    show(report, load)
    judge(report, load, seconds)
    check_comments(report, load)


def interrupt(load: Load, services: list[Service], name: str = "") -> None:
    name = name or services[0].name
    load.phase = f"{name} killed"
    for service in services:
        service.kill()
    time.sleep(LONG)
    load.phase = f"{name} back"
    for service in services:
        service.start()
    time.sleep(SHORT)


def restart_in_turn(load: Load, services: list[Service]) -> list[float]:
    """SIGTERM for one, which then starts again, and after the pause that deploy/nginx.conf asks for, the next one.

    Returns how many seconds each took to end.
    """
    seconds = []
    for service in services:
        time.sleep(PAUSE)
        load.phase = ROLLING
        seconds.append(service.terminate())
        service.start()
    return seconds


def show(report: Report, load: Load) -> None:
    report.row("while", "sent", "status: number", "median", "longest", "stale")
    for (phase, kind), visits in load.by_phase().items():
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(by_status(visits).items()))
        times = sorted(visit.response.seconds * 1000 for visit in visits)
        stale = sum("STALE" in visit.response.cache_status for visit in visits)
        cells = (f"{times[len(times) // 2]:.0f} ms", f"{times[-1]:.0f} ms", stale or "")
        report.row(f"{phase}: {kind}s", len(visits), statuses, *cells)


def by_status(visits: list[Visit]) -> Counter[int]:
    return Counter(visit.response.status for visit in visits)


def judge(report: Report, load: Load, seconds: list[float]) -> None:
    pages = [visit for visit in load.visits if visit.kind == "page"]
    wrong = [visit for visit in pages if visit.response.status != 200 or "</" not in visit.response.text[-20:]]
    report.check("readers always got pages", not wrong, f"{len(pages)} requests, {by_status(wrong)}" if wrong else "")
    comments = [visit for visit in load.visits if visit.kind == "comment"]
    bad = {status: count for status, count in by_status(comments).items() if status not in {200, 303, 503}}
    report.check("commenters got no errors but 503", not bad, f"{len(comments)} requests, {bad}" if bad else "")
    told = [visit for visit in comments if visit.response.status == 503]
    report.check("each 503 had Retry-After", all("Retry-After" in visit.response.headers for visit in told))
    rolling = [visit for visit in load.visits if visit.phase == ROLLING]
    refused = [visit for visit in rolling if visit.response.status not in {200, 303}]
    ended = ", ".join(f"{each:.1f} s" for each in seconds)
    report.check("the rolling restart refused no request", not refused, f"{len(rolling)} requests, ended in {ended}")


def check_comments(report: Report, load: Load) -> None:
    with psycopg.connect(DATABASE_URL) as database:
        stored = Counter(body for (body,) in database.execute("SELECT body FROM comments_comment"))
        lost = [text for text in load.acknowledged if not stored[text]]
        twice = [text for text, count in stored.items() if count > 1]
        report.check(f"{len(load.acknowledged)} comments were acknowledged, and none is lost", not lost, f"{lost[:3]}")
        report.check("none is stored twice", not twice, f"{twice[:3]}" if twice else "")
    report.check("all tasks are done within a minute", eventually(lambda: unfinished_tasks() == 0))


def unfinished_tasks() -> int:
    with psycopg.connect(DATABASE_URL) as database:
        query = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
        return int(database.execute(query).fetchone()[0])  # type: ignore[index]


def eventually(is_so: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.2)
    return is_so()


def check_responses(report: Report, site: Site, session: str) -> None:
    for services, name in (
        ([site.database], "the database"),
        ([site.redis], "Redis"),
        ([site.database, site.redis], "both"),
    ):
        report.section(f"Without {name}")
        warm(*PAGES)
        for service in services:
            service.kill()
        without(report, session, has_database=site.database not in services, pages_survive=len(services) == 1)
        for service in services:
            service.start()
        report.check(
            "the nodes recover within ten seconds",
            eventually(lambda: all(ask(port, "/healthz").status == 200 for port in (NODE_A, NODE_B)), 10),
        )


def without(report: Report, session: str, *, has_database: bool, pages_survive: bool) -> None:
    """All requests are sent at once, right after the outage has begun. Without both services, the nodes have no pages:
    they were in Redis. The proxy has them.
    """
    fields = {"name": "Gustav", "email": "gustav@example.org", "body": "Words that are typed."}
    with ThreadPoolExecutor(AT_ONCE) as visitors:
        sent = [visitors.submit(ask, port, f"{ARTICLE}comments/", fields) for port in (NODE_A, NODE_B, PROXY)]
        asked = [visitors.submit(ask, port, path, session=session) for path in OWN_PAGES for port in (NODE_A, NODE_B)]
        read = {
            name: [visitors.submit(ask, port, path) for path in PAGES]
            for name, port in {"A": NODE_A, "B": NODE_B, "the proxy": PROXY}.items()
            if pages_survive or name == "the proxy"
        }
    posts, others = [each.result() for each in sent], [each.result() for each in asked]
    pages = {name: [each.result() for each in some] for name, some in read.items()}
    for name, responses in pages.items():
        found = Counter(response.status for response in responses)
        report.check(f"{name} serves cached pages", set(found) == {200}, f"{dict(found)}")
    if not has_database:
        found = Counter(response.status for response in (*others, *posts))
        report.check("everything else is 503", set(found) == {503}, f"{dict(found)}")
        report.check("with Retry-After", all("Retry-After" in response.headers for response in (*others, *posts)))
        report.check("and the typed text", all("Words that are typed." in response.text for response in posts))
    quick = [*chain(*pages.values()), *(response for response in (*others, *posts) if response.status == UNAVAILABLE)]
    longest = max(response.seconds for response in quick)
    report.check("within a second", longest < LONGEST, f"{longest:.2f} s at most, {AT_ONCE} at once")
