"""The links and login codes in e-mails about accounts."""

import re


def link_in(message):
    return re.search(r"http://[^/\s]+(/accounts/\S+)", message.body)[1]


def code_in(message):
    return re.search(r"^[A-Z0-9]{4,}(-[A-Z0-9]+)*$", message.body, re.MULTILINE)[0]
