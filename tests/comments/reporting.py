"""Reporting a comment to the moderators."""

from unittest.mock import patch

from django.test import Client


def report(client, comment, reason="abuse", text="", **headers):
    return client.post(f"/comments/{comment.pk}/report/", {"reason": reason, "text": text}, headers=headers)


def from_network(number):
    return patch("comments.views.reactions.network_of", lambda request: f"198.51.{number}.0/24")


def report_from(number, comment, client=None, **fields):
    with from_network(number):
        return report(client or Client(), comment, **fields)
