import pytest

from blog.reading_time import count_words, reading_minutes


def words(number, word="word"):
    return " ".join([word] * number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("One two three.", 3),
        ("It’s well-known: don't count — or • these …", 6),
        ("A heading 🚀 with 👩‍💻 emoji ✨", 4),
        ("See https://example.org/a/b?c=d and www.example.org today", 3),
        ("HTTPS://EXAMPLE.ORG/", 0),
        ("日本語を読む", 6),
        ("カーテン、日々。", 6),
        ("「https://example.org/を見てください」", 7),
        ("Django で書く", 4),
        ("안녕하세요 여러분", 2),
        ("مرحبا بالعالم", 2),
    ],
)
def test_only_words_are_counted(text, expected):
    assert count_words(text) == expected


@pytest.mark.parametrize(
    ("html", "minutes"),
    [
        ("", 1),
        ("<p>One word.</p>", 1),
        (f"<p>{words(238)}</p>", 1),
        (f"<p>{words(239)}</p>", 2),
        (f"<p>{words(4 * 238)}</p>", 4),
        (f"<p>{words(4 * 238 + 1)}</p>", 5),
        # markup and URLs are not counted
        (f"<p>{words(238, '<a href="https://example.org/a b c">word</a>')}</p>", 1),
        (f"<p>{words(238)} {words(500, 'https://example.org/')}</p>", 1),
        (f"<p>{words(238)}</p><!-- {words(500)} -->", 1),
        # code at half speed
        (f"<pre><code>{words(119)}</code></pre>", 1),
        (f"<pre><code>{words(120)}</code></pre>", 2),
        (f"<p>{words(120, '<code>x</code>')}</p>", 2),
        # Chinese and Japanese by characters
        (f"<p>{'字' * 500}</p>", 1),
        (f"<p>{'字' * 501}</p>", 2),
        # both in one text
        (f"<p>{words(119)}{'字' * 250}</p>", 1),
        (f"<p>{words(119)}{'字' * 251}</p>", 2),
    ],
)
def test_minutes_are_rounded_up_and_at_least_one(html, minutes):
    assert reading_minutes([html]) == minutes


@pytest.mark.parametrize(
    ("number", "seconds"),
    [(1, 12), (2, 12 + 11), (10, 75), (11, 75 + 3), (15, 75 + 5 * 3)],
)
def test_images_take_twelve_seconds_decreasing_to_three(number, seconds):
    images = '<img src="/a.png" alt="described at length">' * number
    rest = 60 * 10 - seconds
    assert reading_minutes([images, f"<p>{words(int(238 * rest / 60))}</p>"]) == 10
    assert reading_minutes([images, f"<p>{words(int(238 * rest / 60) + 1)}</p>"]) == 11


def test_parts_are_counted_together_as_separate_words():
    assert reading_minutes([words(119), words(119)]) == 1
    assert reading_minutes([words(119), words(120)]) == 2


@pytest.mark.parametrize("html", ["<p>H<sub>2</sub>O</p>", "<p>un<em>believ</em>able</p>"])
def test_a_word_can_contain_markup(html):
    assert reading_minutes([html * 238]) == 1


def test_cells_and_list_items_are_separate_words():
    assert reading_minutes(["<table><tr>" + "<td>a</td>" * 239 + "</tr></table>"]) == 2
    assert reading_minutes(["<ul>" + "<li>a</li>" * 239 + "</ul>"]) == 2
