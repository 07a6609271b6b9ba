"""Steps of the tests about images in the article form."""

import base64

from playwright.sync_api import expect

from blog.images import store_image
from blog.models import Image
from tests.uploads import as_file, make_raster

SEND = """([type, files, texts]) => {
  const data = new DataTransfer();
  for (const [name, content, mime] of files) {
    data.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name, { type: mime }));
  }
  for (const [mime, text] of texts) data.setData(mime, text);
  const area = document.querySelector("#id_body");
  const event = type === "drop"
    ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  return !area.dispatchEvent(event);
}"""


def png():
    return as_file(make_raster((20, 10)), "PNG").read()


def send(page, how, *names, mime="image/png", content=None, texts=()):
    """Drop or paste files. Whether the editor took them from the browser."""
    data = base64.b64encode(png() if content is None else content).decode()
    return page.evaluate(SEND, [how, [[name, data, mime] for name in names], [list(text) for text in texts]])


def text(page):
    return page.locator("#id_body").input_value()


def row(page, name="kettle.png"):
    return page.get_by_role("group", name=name)


def is_uploaded(page, name="kettle.png"):
    expect(row(page, name)).to_contain_text("Uploaded. Describe it")


def url(number=0):
    return Image.objects.order_by("pk")[number].permanent_url()


def open_article(page, post=None):
    """The form of an article with the cursor at the end of its text, or of a new one."""
    page.goto(f"/admin/blog/post/{post.pk}/change/" if post else "/admin/blog/post/add/")
    page.locator(".editor-images[data-ready]").wait_for(state="attached")
    page.locator("#id_body").press("Control+End")
    return page


def make_images(*alts):
    return [store_image(as_file(make_raster((20, 10))), alt=alt, uploaded_by=None) for alt in alts]
