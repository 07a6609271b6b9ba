import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

from blog.rendering import COMMENT, FINGERPRINT, POST, ImageInfo, render, render_sections
from blog.rendering.fingerprint import RENDERING_VERSION, current_fingerprint, fingerprint

SAMPLE = """
A first paragraph with *emphasis*, **strong text**, ~~deleted text~~, `code`, H<sub>2</sub>O and a note.[^1]

# Heading of level one

## A **second** heading 🎈

### あいう

- [ ] an open task
- [x] a task that is done

1. one
2. two

> A quotation with a [link](https://example.org/?a=1&b=2), a [local link](/about/) and https://example.com/.

| left | right |
|:-----|------:|
| 1    | 2     |

```python
def hello(name: str) -> str:
    return f"Hello {name}"  # a comment
```

![Kettle](/media/kettle.jpg "On the stove")

![Somewhere else](https://example.org/teapot.jpg)

Term
: Definition

> [!NOTE]
> ==Marked== text about HTML

Text:
- one
  1. two

| a |
|---|
: Caption

*[HTML]: Hypertext

<details open><summary>More</summary><p class="highlight nobody" style="color:red" onclick="x()">Raw HTML</p></details>
<script>alert(1)</script> <a href="javascript:alert(1)">no</a> <img src="/a.png" id="clobber" srcset="x">

[^1]: The note.
"""
# The SHA-256 of the sample's HTML by version of the rendering.
SAMPLES = {
    1: "a537328184c96c6185bb72dc54ee6feda14a0e57e5fbbba9bddf3d2bcb003b7d",
    2: "d2a59021538a416646619035b27448666e634c3288c00164914efb2107eb1ab8",
}


def sample_html():
    def find_images(urls):
        return {url: ImageInfo(800, 600, srcset="/media/kettle-480.webp 480w") for url in urls if "kettle" in url}

    sections = render_sections(SAMPLE, find_images=find_images)
    parts = [f"{section.anchor} {section.heading_html} {section.html} {section.text}" for section in sections]
    return "\n".join([*parts, render(SAMPLE, POST, find_images=find_images), render(SAMPLE, COMMENT)])


def test_a_change_of_the_html_needs_a_new_version():
    found = sha256(sample_html().encode()).hexdigest()
    assert found == SAMPLES[RENDERING_VERSION], (
        "Rendering gives different HTML now. Raise RENDERING_VERSION, so that stored HTML is rendered again, and add "
        f'{{version}}: "{found}" to SAMPLES. If only a library was upgraded, replace the last hash.'
    )


def test_every_version_has_different_html():
    assert [*SAMPLES] == [*range(1, RENDERING_VERSION + 1)]
    assert len(set(SAMPLES.values())) == len(SAMPLES)


def test_the_fingerprint_changes_with_the_version_the_policies_and_the_libraries():
    def given(version=1, policies=(POST, COMMENT), libraries=("nh3 1", "bleach 1")):
        return fingerprint(version, policies, libraries)

    others = {
        given(version=2),
        given(policies=(POST, replace(COMMENT, rel="nofollow"))),
        given(policies=(replace(POST, tags=POST.tags - {"img"}), COMMENT)),
        given(policies=(POST, replace(COMMENT, bounds=replace(COMMENT.bounds, lines=1)))),
        given(libraries=("nh3 2", "bleach 1")),
    }
    assert given() == given()
    assert len(others | {given()}) == 6


def test_the_fingerprint_is_the_same_in_every_process():
    assert len(FINGERPRINT) == 16
    command = [sys.executable, "-c", "from blog.rendering import FINGERPRINT; print(FINGERPRINT)"]
    environment = os.environ | {"PYTHONHASHSEED": "1"}
    assert subprocess.check_output(command, env=environment, text=True).strip() == FINGERPRINT


def test_a_new_version_of_a_library_changes_the_fingerprint(monkeypatch):
    assert current_fingerprint() == FINGERPRINT
    monkeypatch.setattr("blog.rendering.fingerprint.version", lambda name: "99" if name == "nh3" else "1")
    assert current_fingerprint() != FINGERPRINT
