"""What bench/compare.py compares the blog with, served by granian with the settings of config/web_server.py:

python -m bench.baselines bare_view|plain_template PORT WORKERS THREADS
"""

import os
import sys
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server


def bare_view():
    """Django without middleware, and a view that returns the bytes of the file PAGE."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    page = Path(os.environ["PAGE"]).read_bytes()
    settings.configure(SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
    globals()["urlpatterns"] = [path("", lambda request: HttpResponse(page))]
    return get_wsgi_application()


def plain_template():
    """The article of the same database, printed by bench/plain_blog."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from bench.plain_blog.views import plain_application

    return plain_application()


if __name__ == "__main__":
    name, port, workers, threads = sys.argv[1:]
    Server(
        f"bench.baselines:{name}",
        address="127.0.0.1",
        port=int(port),
        factory=True,
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=int(threads),
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
