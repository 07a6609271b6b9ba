"""A textarea with a marked selection: the selection is between ⟨ and ⟩, the cursor is ‸."""

SET = """([text]) => {
  const area = document.querySelector("#id_body");
  const start = text.search(/[⟨‸]/), end = text.includes("⟩") ? text.indexOf("⟩") - 1 : start;
  area.value = text.replace(/[⟨⟩‸]/g, "");
  area.focus();
  area.setSelectionRange(start, end);
}"""
GET = """() => {
  const { value, selectionStart: start, selectionEnd: end } = document.querySelector("#id_body");
  const selected = value.slice(start, end);
  return value.slice(0, start) + (selected ? `⟨${selected}⟩` : "‸") + value.slice(end);
}"""
PASTE = """([text, html, type]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  if (type) data.setData(type, "{}");
  const area = document.querySelector("#id_body");
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  if (area.dispatchEvent(event)) document.execCommand("insertText", false, text);
}"""
UNMARKED = str.maketrans("", "", "⟨⟩‸")


def body(page):
    return page.locator("#id_body")


def mistakes(page, table, act):
    """What differs from the table after an action, and after one undo."""
    found = []
    for before, action, after in table:
        page.evaluate(SET, [before])
        act(action)
        if (now := page.evaluate(GET)) != after:
            found.append(f"{action}: {before!r} → {now!r}, not {after!r}")
        elif after.translate(UNMARKED) != before.translate(UNMARKED):
            page.keyboard.press("Control+z")
            if (now := page.evaluate(GET)) != before:
                found.append(f"undo of {action}: {now!r}, not {before!r}")
    return "\n".join(found)
