"""Autosave in a browser, with faults between any two steps: no acknowledged word is lost, and the status is true."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.templatetags.static import static
from playwright.sync_api import expect

from blog.models import Draft, Post, Revision
from blog.posts import save_post
from tests.browser.steps import log_in_here, save_and_close
from tests.factories import make_post, make_user

pytestmark = pytest.mark.browser

ADD = "/admin/blog/post/add/"
FAST = "window.setTimeout = ((original) => (work, ms, ...rest) => original(work, ms / 10, ...rest))(window.setTimeout)"


@pytest.fixture
def open_editor(signed_in_page, editor):
    """A tab with the form of an article, in which waiting is ten times shorter."""

    def open_editor(url, page=None):
        page = page or signed_in_page(editor)
        page.add_init_script(FAST)
        page.goto(url)
        page.locator("form[data-autosaved]").wait_for(state="attached")
        return page

    return open_editor


@pytest.fixture
def post(editor):
    return make_post("The Kettle", author=editor, body="Water boils.")


def change(post):
    return f"/admin/blog/post/{post.pk}/change/"


def sentence(page):
    return page.locator(".save-sentence")


def write(page, text):
    page.locator("#id_body").press("Control+End")
    page.locator("#id_body").press_sequentially(text)


def is_saved(page):
    expect(sentence(page)).to_have_text(re.compile(r"Draft saved \d"))


def crash_offline(page):
    """Write without a network, and close the tab before there is one."""
    page.context.set_offline(True)
    write(page, " Never sent.")
    expect(sentence(page)).to_contain_text("kept on this device")
    page.close(run_before_unload=False)
    page.context.set_offline(False)


def draft_body():
    return Draft.objects.get().fields["body"][0]


def test_words_of_a_new_article_survive_a_killed_tab(open_editor):
    page = open_editor(ADD)
    page.locator("#id_title").fill("Kettles")
    write(page, "First words.")
    is_saved(page)
    address = page.url
    page.close(run_before_unload=False)
    again = open_editor(address)
    assert again.locator("#id_body").input_value() == "First words."
    assert again.locator("#id_slug").input_value() == "kettles"
    assert Post.objects.get().status == "draft"


def test_a_new_article_that_was_saved_automatically_is_saved_with_its_author(open_editor, editor):
    page = open_editor(ADD)
    page.locator("#id_title").fill("Kettles")
    write(page, "First words.")
    is_saved(page)
    save_and_close(page)
    page.wait_for_url("**/admin/blog/post/")
    post = Post.objects.get()
    assert (post.title, post.slug, post.body, post.ordered_authors) == ("Kettles", "kettles", "First words.", [editor])
    assert not Draft.objects.exists()


def test_a_form_that_is_sent_while_its_article_is_being_made_makes_no_second_one(open_editor):
    page, held = open_editor(ADD), []
    page.route("**/add/draft/", lambda route: held.append((route, route.fetch())))
    page.locator("#id_title").fill("The Kettle")
    page.locator("#id_body").fill("Water boils.")
    page.keyboard.press("Control+s")
    save_and_close(page)
    page.wait_for_timeout(300)
    [(route, answer)] = held
    route.fulfill(response=answer)
    page.wait_for_url("**/admin/blog/post/")
    assert Post.objects.get().body == "Water boils."


def test_an_empty_new_article_is_not_saved(open_editor):
    page = open_editor(ADD)
    page.locator("#id_language").fill("en")
    page.wait_for_timeout(800)
    assert not Post.objects.exists()


def test_readers_see_nothing_of_a_draft(open_editor, make_page, post):
    page = open_editor(change(post))
    write(page, " Secret.")
    is_saved(page)
    reader = make_page()
    reader.goto(post.get_absolute_url())
    assert "Secret." not in reader.content()


@pytest.mark.parametrize("failure", ["no connection", "500", "no answer"])
def test_saving_goes_on_after_a_failure(open_editor, post, failure):
    page = open_editor(change(post))
    failed, is_repaired = [], []

    def fail(route):
        if is_repaired:
            return route.continue_()
        failed.append(route.request.post_data)
        if failure == "no answer" and len(failed) == 1:
            route.fetch()
        return route.fulfill(status=500, body="") if failure == "500" else route.abort()

    page.route("**/draft/", fail)
    write(page, " It whistles.")
    expect(sentence(page)).to_contain_text("Not saved: no connection")
    is_repaired.append(True)
    is_saved(page)
    assert draft_body() == "Water boils. It whistles."
    assert len({json.loads(body)["seq"] for body in failed}) == 1


def test_after_a_login_in_another_tab_saving_goes_on(open_editor, editor, post):
    page = open_editor(change(post))
    Session.objects.all().delete()
    write(page, " It whistles.")
    expect(sentence(page)).to_contain_text("you are logged out")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in in a new tab").click()
    log_in_here(opened.value, editor)
    opened.value.wait_for_url("**/admin/blog/post/")
    opened.value.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    is_saved(page)
    assert draft_body() == "Water boils. It whistles."


def test_a_second_tab_cannot_overwrite_the_first_without_being_told_to(open_editor, signed_in_page, post):
    first = open_editor(change(post))
    second = open_editor(change(post), first.context.new_page())
    write(first, " One.")
    is_saved(first)
    write(second, " Two.")
    expect(sentence(second)).to_contain_text("in another tab")
    assert draft_body() == "Water boils. One."
    second.get_by_role("button", name="Keep what this tab shows").click()
    is_saved(second)
    assert draft_body() == "Water boils. Two."
    assert Revision.objects.get(kind="conflict").content["body"] == "Water boils. One."


def test_a_copy_of_a_crashed_tab_is_offered_with_what_changed(open_editor, post):
    page = open_editor(change(post))
    crash_offline(page)
    again = open_editor(change(post), page.context.new_page())
    offer = again.get_by_role("alert")
    expect(offer.locator("ins")).to_have_text("Never sent.")
    offer.get_by_role("button", name="Use the text of this device").click()
    is_saved(again)
    assert draft_body() == "Water boils. Never sent."
    third = open_editor(change(post), page.context.new_page())
    expect(third.locator("#id_body")).to_have_value("Water boils. Never sent.")
    expect(third.locator(".recovery")).to_be_hidden()


def test_a_copy_that_is_declined_is_kept_as_a_revision(open_editor, post):
    page = open_editor(change(post))
    crash_offline(page)
    again = open_editor(change(post), page.context.new_page())
    with again.expect_response("**/draft/"):
        again.get_by_role("button", name="Keep what is shown").click()
    expect(again.locator("#id_body")).to_have_value("Water boils.")
    assert Revision.objects.get(kind="conflict").content["body"] == "Water boils. Never sent."


def test_an_article_that_someone_else_saved_meanwhile_is_compared_without_losing_either_text(open_editor, post):
    page = open_editor(change(post))
    save_post(Post.objects.get(pk=post.pk), user=make_user("edith@example.org", display_name="Edith", is_staff=True))
    stored = Post.objects.get(pk=post.pk)
    stored.body = "Water boils.\n\nTea is ready."
    save_post(stored)
    write(page, " It whistles.")
    is_saved(page)
    page.get_by_role("button", name="Changed by someone else: compare").click()
    page.get_by_role("heading", name="Merge both texts").wait_for()
    expect(page.locator(".recovery")).to_be_hidden()
    assert Post.objects.get(pk=post.pk).body == "Water boils.\n\nTea is ready."


def test_the_deletion_of_an_article_makes_a_new_one_of_the_text(open_editor, post):
    page = open_editor(change(post))
    write(page, " Kept.")
    is_saved(page)
    post.delete()
    write(page, " More.")
    page.wait_for_url(lambda url: change(post) not in url)
    is_saved(page)
    assert draft_body() == "Water boils. Kept. More."


def test_the_keyboard_saves_at_once(open_editor, post):
    page = open_editor(change(post))
    write(page, "!")
    page.keyboard.press("Control+s")
    is_saved(page)


# The machine alone: a person, a network that loses requests and answers, and a server, for many random steps.
WALK = """async ([address, seed, steps]) => {
  const machine = await import(address);
  let random = seed;
  const choose = (n) => (random = (random * 1103515245 + 12345) % 2147483648, Math.floor(random / 65536) % n);
  let state = machine.start(), typed = "", sent = null, server = { seq: 0, text: "" }, waiting = false, kept = "";
  const seen = new Set();
  const handle = (event) => {
    const [next, effects] = machine.reduce(state, event);
    state = next;
    for (const effect of effects) {
      if (effect.type === "send") sent = { seq: effect.seq, text: typed };
      if (effect.type === "wait") waiting = true;
      if (effect.type === "store") { kept = typed; if (choose(8)) handle({ type: "kept" }); else handle({ type: "notKept" }); }
      if (effect.type === "forget") kept = "";
    }
    seen.add(machine.describe(state));
    const shown = machine.describe(state);
    if (shown === "saved" && !state.isChanged && server.text !== typed) throw new Error(`says saved: ${server.text} ${typed}`);
    if (!machine.wouldLose(state) && server.text !== typed && kept !== typed) throw new Error(`lets go: ${JSON.stringify(state)}`);
    if (state.name === "dirty" && !waiting) throw new Error("nobody will send this");
  };
  const answer = (type, more = {}) => { const { seq } = sent; sent = null; handle({ type, seq, ...more }); };
  for (let step = 0; step < steps; step += 1) {
    const action = choose(10);
    if (action < 3) { typed += String.fromCharCode(97 + choose(26)); handle({ type: "input" }); }
    else if (action === 3 && waiting) { waiting = false; handle({ type: "timer" }); }
    else if (action === 4) handle({ type: choose(2) ? "wake" : "flush" });
    else if (action === 5) handle({ type: "replace" });
    else if (sent) {
      const reached = choose(2);
      if (reached && sent.seq > server.seq) server = { seq: sent.seq, text: sent.text };
      if (action === 6) answer("lost");
      else if (action === 7 && !reached) answer(["loggedOut", "otherTab", "rejected"][choose(3)], { at: 1, login: "/", reason: "413" });
      else if (reached) answer("saved", { at: 1, seen: `t:${sent.seq}` });
    }
    if (choose(40) === 0) handle({ type: "saved", seq: state.seq + 3, at: 1, seen: "" });
  }
  for (let step = 0; step < 40 && state.name !== "clean"; step += 1) {
    for (const type of ["timer", "wake", "flush", "replace"]) handle({ type });
    if (sent) { server = { seq: sent.seq, text: sent.text }; answer("saved", { at: 1, seen: "" }); }
  }
  if (state.name !== "clean" || server.text !== typed) throw new Error(`never saved: ${state.name}`);
  return [...seen];
}"""


def test_the_states_of_autosave_are_true_whatever_the_network_does(open_editor, post):
    page = open_editor(change(post))
    shown = set()
    for seed in range(40):
        shown |= set(page.evaluate(WALK, [static("admin/editor/save-machine.js"), seed, 400]))
    assert shown >= {"saved", "dirty", "sending", "offline", "lost", "loggedOut", "otherTab", "rejected"}
