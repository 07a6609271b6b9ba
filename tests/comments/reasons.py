"""The reasons of a comment: rules that gave it spam points, and last the rule that holds it."""


def reasons_with_points(comment):
    return [reason for reason in comment.reasons if reason["points"]]


def rules_with_points(comment):
    return [reason["rule"] for reason in reasons_with_points(comment)]


def hold_rule(comment):
    return comment.reasons[-1]["rule"]
