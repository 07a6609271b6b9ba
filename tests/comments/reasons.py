"""The reasons of a comment: those with points, and the last one, which says why it waits."""


def spoken_against(comment):
    return [reason for reason in comment.reasons if reason["points"]]


def rules_of(comment):
    return [reason["rule"] for reason in spoken_against(comment)]


def why_it_waits(comment):
    return comment.reasons[-1]["rule"]
