"""Markdown is read as CommonMark describes it: the same structure as from markdown-it, the reference in these tests."""

import pytest

from blog.rendering import POST, render
from tests.blog.reference import markdown_it, structure

# fmt: off
TABS = [
    "\tcode\tx", "- a\n\n\tb", "- a\n\n\t\tb", ">\t\tcode", "-\t\tcode", "    a\n\tb", "- a\n\t- b\n\t\t- c",
    "1.\ta\n\n\tb",
]
PRECEDENCE = [
    "- `one\n- two`", "> `one\n> two`", "# `a\n`",
]
THEMATIC_BREAKS = [
    "***", "---", "___", "--", "a\n***\nb", "- a\n***\n- b", "- - -", "* a\n* * *\n* b", " - - - ", "    ***",
    "- ***",
]
ATX = [
    "# a", "####### a", "#a", "#\ta", "## a ##", "# a #b", "# a \\#", "#", "### ###", "a\n# b\nc", "   # a",
    "    # a", "# *a*",
]
SETEXT = [
    "a\n=", "a\n---", "a\nb\n===", "  a\n ==", "a\n= =", "a\\\n---", "> a\n---", "- a\n---", "a\n\n===",
    "---\na\n---\nb", "`a\n---\n`", "[a]: /b\n===\n[a]",
]
INDENTED_CODE = [
    "    a\n    b", "a\n    b", "    a\n\n\n    b\n", "# a\n    b\nc\n-\n    d", "        a", "\n    \n    a\n    ",
    "1.  a\n\n    - b",
]
FENCES = [
    "- ```\n  a\n    \n  b\n  ```", "1. ```\n\t\n   a\n   ```",
    "```\n<\n >\n```", "~~~\na\n```\n~~~", "``\na\n``", "````\na\n```\n`````", "```", "> ```\n> a\n\nb",
    "```\n\n  \n```", "  ```\n  a\nb\n  ```", "```\na\n    ```", "``` ```\na", "a\n```\nb\n```\nc", "```a b\nx\n```",
    "- ```\n  a\n\n  b\n  ```", "1. a\n   ```\n   b\n   ```\n2. c", "```\na", "- a\n\n      b\n\n  ~~~\n  c\n  ~~~",
]
HTML_BLOCKS = [
    "<table><tr><td>\n<pre>\n**a**,\n\n_b_.\n</pre>\n</td></tr></table>", "<div>\n*a*\n\n*b*\n\n</div>",
    "</div>\n*a*", "<details>\n<summary>a</summary>\n\n- b\n- c\n\n</details>",
    "<details><summary>*a*</summary>\n\n**b**\n\n```\nc\n```\n</details>", "<del>\n*a*\n</del>",
    "<del>\n\n*a*\n\n</del>", "<del>*a*</del>", "<!-- a\n\nb -->\nc", "a\n<div>\nb\n</div>", "a\n<span>\nb",
    "<pre>\na\n\nb</pre>\n\nc", "<style>\na\n\nb</style>c\nd", "  <!-- a -->\n\n    <!-- b -->", "<div\nid=a>\nb",
    "<?a\n\nb?>\nc", "<p>\n*a*\n</p>", "- <div>\n- a", "> <div>\n> a\n\nb",
    "<figure>\n\n![a](/b)\n\n<figcaption>c</figcaption>\n</figure>",
]
REFERENCES = [
    "[a]: /b \"c\"\n\n[a]", "   [a]: \n      /b  \n           'c'  \n\n[a]", "[a]\n\n[a]: b\n[a]: c",
    "[A\n b]: /c\n\n[a b]", "[a]: <>\n\n[a]", "[a]:\n\n[a]", "[a]: /b 'c\n\nd'\n\n[a]", "a\n[b]: /c\n\n[b]",
    "[a]: /b\n'c' d\n\n[a]", "[a]: /b\n===\n[a]", "> [a]: /b\n\n[a]", "[a]: /b\n[c]: /d\n[a] [c]",
    "[a]: /b 'c' d\n\n[a]", "- [a]: /b\n- [a]", "[ẞ]: /b\n\n[SS]",
]
PARAGRAPHS = [
    "a\nb\n\nc", "  a\n b", "a\n             b", "a     \nb     ", "\n\n  \na\n  \n\n# b\n\n", "   a\nb", "    a\nb",
]
QUOTES = [
    "> # a\n> b", ">a\n>b", "   > a", "> a\nb", "> a\n---", "> - a\n- b", ">     a\n    b", "> ```\na\n```",
    "> a\n    - b", ">\n> a\n>", "> a\n\n> b", "> a\n> b", "> a\n>\n> b", "a\n> b", "> a\n***\n> b", "> a\n\nb",
    "> > > a\nb", ">>> a\n> b\n>>c", ">     a\n\n>    b", "> - a\n>\n> - b\n> 1. c", "1. > a\n   > b\n2. c",
    "> 1. a\n>    - b\n>\n> c",
]
ITEMS = [
    "a\n\n    b\n\n> c", "1.  a\n\n        b\n\n    > c", "- a\n\n b", "- a\n\n  b", " -    a\n\n     b",
    " -    a\n\n      b", "   > > 1.  a\n>>\n>>     b", ">>- a\n>>\n  >  > b", "-a\n\n2.b", "- a\n\n\n  b",
    "1.  a\n\n    ```\n    b\n    ```\n\n    c\n\n    > d", "- a\n\n      b\n\n\n      c", "123456789. a",
    "1234567890. a", "0. a", "003. a", "-1. a", "- a\n\n      b", "  10.  a\n\n           b", "    a\n\nb\n\n    c",
    "1.     a\n\n   b\n\n       c", "1.      a", "-\n  a\n-\n  ```\n  b\n  ```\n-\n      c", "-   \n  a", "-\n\n  a",
    "- a\n-\n- b", "- a\n-   \n- b", "1. a\n2.\n3. b", "*", "a\n*\n\nb\n1.", " 1.  a\n     b\n\n         c",
    "    1.  a\n        b", "  1.  a\nb.\n\n      c", "> 1. > a\nb", "- a\n  - b\n    - c\n      - d",
    "- a\n - b\n  - c\n   - d", "10) a\n    - b", "10) a\n   - b", "- - a", "1. - 2. a", "- # a\n- b\n  ---\n  c",
]
LISTS = [
    "- a\n- b\n+ c", "1. a\n2. b\n3) c", "a\n- b\n- c", "a\n14. b", "a\n1. b", "a:\n* b\n* c\n\nd",
    "- a\n\n- b\n\n\n- c", "- a\n  - b\n    - c\n\n\n      d", "- a\n- b\n\n<!-- -->\n\n- c",
    "-   a\n\n    b\n\n-   c\n\n<!-- -->\n\n    d", "- a\n - b\n  - c\n   - d\n  - e\n - f\n- g",
    "1. a\n\n  2. b\n\n   3. c", "- a\n - b\n  - c\n   - d\n    - e", "1. a\n\n  2. b\n\n    3. c", "- a\n- b\n\n- c",
    "* a\n*\n\n* c", "- a\n- b\n\n  c\n- d", "- a\n- b\n\n  [c]: /d\n- e", "- a\n- ```\n  b\n\n\n  ```\n- c",
    "- a\n  - b\n\n    c\n- d", "* a\n  > b\n  >\n* c", "- a\n  > b\n  ```\n  c\n  ```\n- d", "- a\n  - b",
    "1. ```\n   a\n   ```\n\n   b", "* a\n  * b\n\n  c", "- a\n  - b\n  - c\n\n- d\n  - e\n  - f",
    "1. a\n    - b\n    - c\n2. d", "1. a\n  - b\n2. c", "1. a\n   - b\n     1. c\n\n2. d", "* a\n   * b\n      * c",
    "- a\n\n\n\n- b\nc", "5. a\n7. b", "- a\n\n  1. b\n\n  2. c\n- d", "1. a\n\n   b\n\n2. c",
    "- **a**\n  b\n- c  \n  d",
]
ESCAPES = [
    "\\!\\\"\\#\\$\\%\\&\\'\\(\\)\\*\\+\\,\\-\\.\\/", "\\\t\\A\\a\\ \\3", "\\*a* \\<br/> \\[a](/b) \\`c`", "1\\. a",
    "\\* a", "\\# a", "\\\\*a*", "a\\\nb", "`` \\[\\` ``", "    \\[\\]", "~~~\n\\[\\]\n~~~", "[a](/b\\* \"c\\*\")",
    "```a\\+b\nc\n```",
]
ENTITIES = [
    "&nbsp; &amp; &copy; &AElig; &Dcaron; &frac34;", "&#35; &#1234; &#992; &#0;", "&#X22; &#XD06; &#xcab;",
    "&nbsp &x; &#; &#x; &#87654321; &#abcdef0; &hi?;", "&copy", "[a](/f&ouml;&ouml; \"f&ouml;\")", "`f&ouml;`",
    "&#42;a&#42;", "&#42; a", "a&#10;&#10;b",
]
CODE_SPANS = [
    "`a`", "`` a ` b ``", "` `` `", "`  ``  `", "` a`", "` `\n`  `", "``\na \nb  \nc\n``", "`a   b \nc`", "`a\\`b`",
    "``a`b``", "*a`*`", "[a`](/b)`", "`<a href=\"`\">`", "```a``", "`a", "`a``b``", "`` `a` ``",
]
EMPHASIS = [
    "*a b*", "a * b*", "a*\"b\"*", "*\u00a0a*", "a*b*c", "5*6*78", "_a b_", "_ a_", "a_\"b\"_", "a_b_", "5_6_78",
    "привет_a_", "aa_\"bb\"_cc", "a-_(b)_", "_a*", "*a *", "*a\nb\n*", "*(*a)", "*(*a*)*", "*a*b", "_(_a)", "_a_b",
    "_a_b_c_", "_(a)_.", "**a b**", "** a b**", "a**\"b\"**", "a**b**", "__a b__", "__\na b__", "5__6__78",
    "__a, __b__, c__", "a-__(b)__", "**a b **", "**(**a)", "*(**a**)*", "**a \"*b*\" c**", "**a**b", "__(__a)",
    "__a__b", "__a__b__c__", "*a [b](/c)*", "*a\nb*", "_a __b__ c_", "_a _b_ c_", "__a_ b_", "*a *b**", "*a **b** c*",
    "*a**b**c*", "*a**b*", "***a** b*", "*a **b***", "*a**b***", "a***b***c", "a******b*********c",
    "*a **b *c* d** e*", "*a [*b*](/c)*", "** is not", "**a [b](/c)**", "****a****", "**a __b *c* d__**", "a ***",
    "a *\\**", "a *_*", "a **_**", "**a*", "*a**", "***a**", "****a*", "**a***", "*a****", "a ___", "__a_", "_a__",
    "____a_", "**a**", "*_a_*", "__a__", "_*a*_", "****a****", "******a******", "***a***", "_____a_____", "*a _b* c_",
    "*a __b *c d__ e*", "**a **b c**", "*a *b c*", "*[a*](/b)", "_a [b_](/c)", "*<img src=\"*\"/>",
    "**<a href=\"**\">", "*a `*`*", "_a `_`_", "**a<https://b.c/?q=**>", "**「a」**b", "a**「b」**", "*a*_b_**c**",
    "~~a~~ b~~c~~ ~~ d~~", "~~a **b~~ c**",
]
LINKS = [
    "[a](/b \"c\")", "[a](/b)", "[](/a)", "[a]()", "[a](<>)", "[]()", "[a](/b c)", "[a](</b c>)", "[a](b\nc)",
    "[a](<b\nc>)", "[a](<b)c>)", "[a](<b\\>)", "[a](<b)c\n[a](<b)c>\n[a](<b>c)", "[a](\\(b\\))", "[a](b(and(c)))",
    "[a](b(and(c))", "[a](b\\(and\\(c\\))", "[a](<b(and(c)>)", "[a](b\\)\\:)", "[a](#b)", "[a](/b#c) [a](?d=3&e)",
    "[a](b\\c)", "[a](b%20b&auml;)", "[a](\"b\")", "[a](/b \"c\") [a](/b 'c') [a](/b (c))",
    "[a](/b \"c \\\"&quot;\")", "[a](/b\u00a0\"c\")", "[a](/b \"c \"d\" e\")", "[a](/b 'c \"d\" e')",
    "[a](   /b\n  \"c\"  )", "[a] (/b)", "[a [b [c]]](/d)", "[a] b](/c)", "[a [b](/c)", "[a \\[b](/c)",
    "[a *b **c** `d`*](/e)", "[![a](/b)](/c)", "[a [b](/c)](/d)", "[a *[b [c](/d)](/e)*](/f)", "![[[a](/b)](/c)](/d)",
    "*[a*](/b)", "[a *b](c*)", "*a [b* c]", "[a <b c=\"](/d)\">", "[a`](/b)`", "[a][b]\n\n[b]: /c \"d\"",
    "[a [b [c]]][d]\n\n[d]: /e", "[a \\[b][c]\n\n[c]: /d", "[![a](/b)][c]\n\n[c]: /d", "[a [b](/c)][d]\n\n[d]: /e",
    "[a][B]\n\n[b]: /c", "[a] [b]\n\n[b]: /c", "[a]\n[b]\n\n[b]: /c", "[a]: /b\n\n[a]: /c\n\n[x][a]",
    "[a][b\\!]\n\n[b!]: /c", "[a][b[]\n\n[b[]: /c", "[a]\n\n[a]: /b", "[a][]\n\n[a]: /b", "[*a* b][]\n\n[*a* b]: /c",
    "[a]\n[]\n\n[a]: /b", "[[*a* b]]\n\n[*a* b]: /c", "[[a [b]\n\n[b]: /c", "[a] b\n\n[a]: /c", "\\[a]\n\n[a]: /b",
    "[a][b]\n\n[a]: /c\n[b]: /d", "[a](not a link)\n\n[a]: /b", "[a][b][c]\n\n[c]: /d",
    "[a][b][c]\n\n[c]: /d\n[b]: /e", "[[a](/b)](/c) [d](/e)", "[a]: <b c>\n\n[a]",
]
IMAGES = [
    "![a](/b \"c\")", "![a *b*]\n\n[a *b*]: /c", "![a ![b](/c)](/d)", "![a [b](/c)](/d)", "![a][]\n\n[a]: /b",
    "![a][b]\n\n[b]: /c", "a ![b](/c  \"d\"   )", "![a](<b>)", "![](/b)", "![a]\n\n[a]: /b 'c'", "!\\[a]\n\n[a]: /b",
    "\\![a]\n\n[a]: /b", "![[a]]\n\n[[a]]: /b",
]
AUTOLINKS = [
    "<https://a.b>", "<https://a.b/c?q=d&e>", "<MAILTO:A@B.C>", "<a+b+c:d>", "<https://a.b/\\[>", "<a@b.example>",
    "<>", "<a.b.c>", "<m:abc>",
]
RAW_HTML = [
    "<a><b><c>", "<a/><b/>", "<a  /><b\nc=\"d\" />", "<33> <__>", "<a h*#r=\"b\">", "<a href=\"b'> <a href=b'>",
    "< a><\na/><a b='c'd=e>", "</a></b >", "</a href=\"b\">", "a <!-- b\nc -- d --> e", "a <!--> b -->", "a <?b?> c",
    "a <!B c> d", "a <![CDATA[>&<]]> b", "a <b c=\"\\*\"> d",
]
BREAKS = [
    "a  \nb", "a\\\nb", "a       \nb", "a  \n     b", "*a  \nb*", "*a\\\nb*", "`a  \nb`", "`a\\\nb`",
    "<a href=\"a  \nb\">", "a\\", "a  ", "### a\\", "### a  ", "a\nb", "a \n b",
]
TABLES = [
    "| a | b |\n| - | - |\n| c | d |", "a | b\n--|:-:\nc | d", "| a |\n| --- |\n| b | c |\n|  |",
    "| a | b |\n| - |\n| c |", "a\n| b | c |\n|--|--|\n| d | e |", "| a \\| b | c |\n|-|-|\n| `d \\| e` | f |",
    "| a | b |\n|---|---|\n\n| c |", "| a |\n|---|\n> b", "| a | b |\n|:--|--:|\n| c |\nd\n# e",
    "- | a | b |\n  |---|---|\n  | c | d |\n- e", "> | a |\n> |---|\n> | b |\nc", "| a | b |\n|---|---|\n- c",
    "| a | b |\n|---|---|\n| *c* | [d](/e) |\n\nf",
]
CASES = [
    *TABS, *PRECEDENCE, *THEMATIC_BREAKS, *ATX, *SETEXT, *INDENTED_CODE, *FENCES, *HTML_BLOCKS, *REFERENCES,
    *PARAGRAPHS, *QUOTES, *ITEMS, *LISTS, *ESCAPES, *ENTITIES, *CODE_SPANS, *EMPHASIS, *LINKS, *IMAGES, *AUTOLINKS,
    *RAW_HTML, *BREAKS, *TABLES,
]
# fmt: on


@pytest.mark.parametrize("source", CASES)
def test_the_structure_is_that_of_commonmark(source):
    assert structure(render(source, POST)) == structure(markdown_it(source))


@pytest.mark.parametrize("before", ["", "a\n", "# a\n", "> a\n", "- a\n", "1. a\n\n   b\n"])
@pytest.mark.parametrize("source", [*FENCES, *QUOTES, *ITEMS, *LISTS, *INDENTED_CODE, *TABLES])
def test_blocks_are_read_in_the_same_way_after_other_blocks(before, source):
    source = before + source
    assert structure(render(source, POST)) == structure(markdown_it(source))
