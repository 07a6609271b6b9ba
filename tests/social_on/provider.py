"""An OpenID Connect provider on this machine, as strict as a real one. Tests set its responses."""

import base64
import hashlib
import json
import secrets
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "colophon", "the secret of the client"
NORA = {"sub": "248289761001", "name": "Nora Newcomer", "email": "nora@example.org", "email_verified": True}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeProvider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, issuer):
        parts = urlsplit(issuer)
        self.issuer, self.path = issuer, parts.path
        super().__init__((parts.hostname, parts.port), Answers)
        self.begin()

    def begin(self):
        """A new test: Nora is logged in at the provider, which does all things right."""
        self.person, self.userinfo, self.token, self.discovery = dict(NORA), {}, {}, {}
        self.key, self.refusal, self.broken = KEY, "", {}
        self.asked, self.codes = [], {}

    def lead_back(self, address):
        """What a browser is sent to that follows the address."""
        parts = urlsplit(address)
        connection = HTTPConnection(parts.hostname, parts.port, timeout=5)
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status == 302
        return answer.headers["Location"]


class Answers(BaseHTTPRequestHandler):
    def log_message(self, *words):
        """Silent: the tests look at ``asked``."""

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        path, _mark, query = self.path.partition("?")
        what = path.removeprefix(self.server.path)
        self.server.asked.append(what)
        if what in self.server.broken:
            return self.send(*self.server.broken[what])
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        return getattr(self, what.rpartition("/")[2].replace("-", "_"))(dict(parse_qsl(query or form)))

    def send(self, status, text, **headers):
        self.send_response(status)
        content = text.encode()
        for name, value in {"Content-Type": "application/json", "Content-Length": len(content), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def openid_configuration(self, query):
        at = self.server.issuer
        document = {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }
        self.send(200, json.dumps(document | self.server.discovery))

    def authorize(self, query):
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        assert set(query["scope"].split()) == {"openid", "profile", "email"}
        assert query["code_challenge_method"] == "S256"
        assert query.keys() <= {
            "client_id", "response_type", "scope", "state", "redirect_uri", "code_challenge", "code_challenge_method",
        }  # fmt: skip
        told = {"state": query["state"]}
        if self.server.refusal:
            told["error"] = self.server.refusal
        else:
            told["code"] = secrets.token_urlsafe()
            self.server.codes[told["code"]] = query
        self.send(302, "", Location=f"{query['redirect_uri']}?{urlencode(told)}")

    def token(self, form):
        asked = self.server.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            not asked
            or (form["client_id"], form["client_secret"]) != (CLIENT, SECRET)
            or challenge != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return self.send(400, '{"error": "invalid_grant"}')
        now = int(time.time())
        claims = {"iss": self.server.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, **self.server.person}
        signed = jwt.encode(claims | self.server.token, self.server.key, "RS256", headers={"kid": "one"})
        answer = {"access_token": "ACCESS-TOKEN", "refresh_token": "REFRESH-TOKEN", "token_type": "Bearer"}
        return self.send(200, json.dumps({**answer, "id_token": signed, "expires_in": 300}))

    def userinfo(self, query):
        assert self.headers["Authorization"] == "Bearer ACCESS-TOKEN"
        self.send(200, json.dumps(self.server.person | self.server.userinfo))

    def jwks(self, query):
        key = RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        self.send(200, json.dumps({"keys": [key | {"kid": "one", "alg": "RS256", "use": "sig"}]}))


def query_of(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def path_of(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
