"""Imports inside blog/ run downwards only."""

import ast

from tests.conventions.source_files import ROOT

# From the lowest to the highest layer. Each imports only from lower ones, and from itself.
LAYERS = (
    "validators",
    "reading_time",
    "text_diff",
    "prepared_query",
    "models",
    "cache",
    "rendering",
    "images",
    "search",
    "tag_names",
    "related",
    "tasks",
    "redirects",
    "links",
    "posts",
    "drafts",
    "editorial",
    "changed_articles",
    "taxonomy",
    "checks",
    "importing",
    "templatetags",
    "article_page",
    "signals",
    "personal_data",
    "context_processors",
    "middleware",
    "listings",
    "feeds",
    "sitemaps",
    "views",
    "admin",
    "management",
    "urls",
    "apps",
)
# Upward imports that are still there. This list may only get shorter.
EXCEPTIONS = {
    # Changes of a post invalidate cached pages, and the headers of cached pages depend on the next scheduled post.
    ("blog.models.post", "blog.cache.versions"),
}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "blog").rglob("*.py")
    if "migrations" not in path.parts
}


def imports(path):
    """Modules of blog/ that a module imports, at the top or in a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                yield submodule if submodule in MODULES else node.module


def layer(module):
    return LAYERS.index(module.split(".")[1])


def test_every_module_of_the_blog_has_a_layer():
    assert {module.split(".")[1] for module in MODULES if module != "blog"} == set(LAYERS)


def test_the_blog_imports_lower_layers_only():
    upwards = {
        (module, imported)
        for module, path in MODULES.items()
        for imported in imports(path)
        if layer(module) < layer(imported)
    }
    assert upwards == EXCEPTIONS
