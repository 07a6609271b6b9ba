"""A node that renders every page and stores none: ``python -m bench.nodes.uncached PORT``."""

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class SilentHandler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def main(port: str) -> None:
    settings.CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    django.setup(set_prefix=False)
    from config.runtime.wsgi_request import Handler

    make_server("127.0.0.1", int(port), Handler(), Server, SilentHandler).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
