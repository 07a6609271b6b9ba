"""The costs of writing: one autosave, and the time from a keystroke to the preview. Run it on an idle machine.

python -m bench.editor                          CPU, queries and changed rows of an autosave, without a browser
python -m bench.editor http://localhost:8000    the preview, in Chromium, with the server of `make demo`
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from typing import Any

NUMBER = 10
WORDS = "Words of the part. " * 40
BODY = "Lead words.\n\n" + "".join(f"## Part {number}\n\n{WORDS}\n\n" for number in range(12))
LOGIN = ("ines@unboxify.example", "open the box and look")

# When the last key was typed, the request was sent and answered, and the answer was painted.
WATCH = """() => {
  const ask = window.fetch;
  window.times = {};
  const note = (name) => (window.times[name] = performance.now());
  window.fetch = async (...request) => {
    if (!String(request[0]).includes("/preview/")) return ask(...request);
    note("sent");
    const answer = await ask(...request);
    note("answered");
    return answer;
  };
  document.querySelector("#id_body").addEventListener("input", () => {
    window.times = {};
    note("typed");
  });
  const painted = () => requestAnimationFrame(() => setTimeout(() => window.times.answered && note("painted")));
  const shadow = document.querySelector(".preview-page").shadowRoot;
  new MutationObserver(painted).observe(shadow, { childList: true, subtree: true });
}"""


def measure_autosave() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-editor-")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.factories import make_post, make_user

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    alice = make_user(display_name="Alice", groups=["Author"], is_staff=True)
    post = make_post("The Kettle", author=alice, body=BODY)
    client, seen = Client(), ""
    client.force_login(alice)

    def autosave(number: int) -> float:
        nonlocal seen
        fields = {"title": ["The Kettle"], "body": [f"{BODY} {number}"], "base_version": [str(post.version)]}
        data = {"tab": "tab-of-the-bench", "seq": number, "base": post.version, "seen": seen, "fields": fields}
        body, begin = json.dumps(data), time.process_time()
        answer = client.post(f"/admin/blog/post/{post.pk}/draft/", body, content_type="application/json")
        assert answer.status_code == 200, answer.content
        seen = answer.json()["seen"]
        return (time.process_time() - begin) * 1000

    rounds = [autosave(number + 1) for number in range(NUMBER * 5)][5:]
    with CaptureQueriesContext(connection) as queries:
        autosave(NUMBER * 5 + 1)
    changes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    print(f"autosave of {len(BODY.split())} words, median of {len(rounds)}")
    print(f"  {statistics.median(rounds):.1f} ms CPU, {len(queries)} queries, {len(changes)} changes:")
    for sql in changes:
        print(f"    {sql[:60]}")
    shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)


def measure_preview(address: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport={"width": 1440, "height": 900})
        page.goto("/accounts/login/?next=/admin/blog/post/add/")
        page.locator("main").get_by_label("E-mail").fill(LOGIN[0])
        page.locator("main").get_by_label("Password", exact=True).fill(LOGIN[1])
        page.locator("main").get_by_role("button", name="Log in").click()
        page.locator("form[data-panel]").wait_for()
        page.locator("#id_body").fill(BODY)
        page.get_by_role("button", name="Preview").click()
        page.locator(".preview h2").last.wait_for()
        page.evaluate(WATCH)
        steps = [keystroke(page) for _ in range(NUMBER)]
        browser.close()
    print(f"from a keystroke to the preview of {len(BODY.split())} words, medians of {NUMBER} in ms")
    for name in ("pause", "request", "paint", "all"):
        print(f"  {name:8}{statistics.median(step[name] for step in steps):6.0f}")


def keystroke(page: Any) -> dict[str, float]:
    page.wait_for_timeout(1000)
    page.locator("#id_body").press("x")
    while (at := page.evaluate("window.times")).keys() < {"typed", "sent", "answered", "painted"}:
        page.wait_for_timeout(50)
    names = {"pause": ("typed", "sent"), "request": ("sent", "answered"), "paint": ("answered", "painted")}
    names["all"] = ("typed", "painted")
    return {name: at[end] - at[begin] for name, (begin, end) in names.items()}


if __name__ == "__main__":
    measure_preview(sys.argv[1]) if len(sys.argv) > 1 else measure_autosave()
