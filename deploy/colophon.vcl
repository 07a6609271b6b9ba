# Varnish in front of the blog, behind a server that handles HTTPS (Caddyfile). Needs Varnish 7 and the vmod xkey, which
# is in Debian's package varnish-modules. Start it with two ports, one for pages and one for purges:
#
#     varnishd -a pages=127.0.0.1:6081 -a purge=127.0.0.1:6091 -f /etc/varnish/colophon.vcl -s malloc,256m
#
# and set PURGE_URLS=http://127.0.0.1:6091/ and TRUSTED_PROXY_COUNT=2 for the blog. The second port has no other
# protection: only the machines of the blog may reach it.

vcl 4.1;

import cookie;
import std;
import xkey;

backend colophon {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 1s;
    .first_byte_timeout = 120s;
    .between_bytes_timeout = 10s;
    # A file, not /healthz: while the database is unavailable, the blog still serves cached pages and keeps typed texts.
    .probe = {
        .request = "GET /static/favicon.svg HTTP/1.1" "Host: localhost" "X-Forwarded-Proto: https" "Connection: close";
        .interval = 2s;
        .timeout = 2s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

sub vcl_recv {
    if (local.socket == "purge") {
        if (req.method != "POST" || !req.http.Surrogate-Key) {
            return (synth(400, "Send a POST with a Surrogate-Key header"));
        }
        set req.http.X-Purged = xkey.purge(req.http.Surrogate-Key);
        return (synth(200, req.http.X-Purged + " pages purged"));
    }

    if (req.restarts == 0) {
        unset req.http.X-Stale;
    }

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    if (req.url ~ "^/(accounts|admin|healthz|preview|search)(/|\?|$)") {
        return (pass);
    }
    # Visitors with one of these cookies get pages of their own: blog/cache/http.py, PRIVATE_COOKIES.
    if (req.url !~ "^/(static|media)/") {
        cookie.parse(req.http.Cookie);
        cookie.keep("sessionid,messages,colophon_comments,colophon_reader");
        if (cookie.get_string() != "") {
            return (pass);
        }
    }
    unset req.http.Cookie;

    # stale-while-revalidate: a page that has expired within the last minute is served while a new one is fetched, which
    # is what the blog allows. Older ones are only served if the blog does not respond, or if it responds with an error
    # (stale-if-error). Simultaneous requests for a page that is not stored wait for one request to the blog.
    if (std.healthy(req.backend_hint) && !req.http.X-Stale) {
        set req.grace = 60s;
    }
}

# A failed fetch of a public page is given up: first the request is repeated, and any stored page will do, however old.
# If there is none, the blog is asked again, and its response is delivered, whatever it is.
sub vcl_backend_response {
    if (beresp.status >= 500 && !bereq.uncacheable && (bereq.is_bgfetch || !bereq.http.X-Stale)) {
        return (abandon);
    }
    set beresp.http.xkey = beresp.http.Surrogate-Key;
    if (beresp.ttl > 0s) {
        set beresp.grace = 24h;
    }
}

sub vcl_backend_error {
    if (!bereq.uncacheable && (bereq.is_bgfetch || !bereq.http.X-Stale)) {
        return (abandon);
    }
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Retry-After = "30";
    set beresp.http.X-Content-Type-Options = "nosniff";
    set beresp.body = {"<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<title>Unavailable</title><h1>This site is unavailable for the moment</h1>
<p>Please try again in half a minute. If you sent a text, go back: your browser still has it.
"};
    return (deliver);
}

sub vcl_synth {
    if (local.socket == "purge") {
        set resp.http.Content-Type = "text/plain; charset=utf-8";
        set resp.body = resp.reason;
        return (deliver);
    }
    if (resp.status == 503 && req.restarts == 0) {
        set req.http.X-Stale = "1";
        return (restart);
    }
}

# RFC 9211: each cache appends what it did, and a stored page keeps what the blog did when it was fetched.
sub vcl_deliver {
    if (resp.http.Cache-Status) {
        set resp.http.Cache-Status = resp.http.Cache-Status + ", ";
    }
    if (obj.hits > 0) {
        set resp.http.Cache-Status = resp.http.Cache-Status + "varnish; hit; ttl="
            + std.integer(real=std.real(duration=obj.ttl));
    } else if (obj.uncacheable) {
        set resp.http.Cache-Status = resp.http.Cache-Status + "varnish; fwd=bypass";
    } else {
        set resp.http.Cache-Status = resp.http.Cache-Status + "varnish; fwd=miss";
    }
    unset resp.http.xkey;
}
