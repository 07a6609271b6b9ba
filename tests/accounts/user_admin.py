"""The list of users in the admin, and its actions."""

USERS = "/admin/accounts/user/"


def run_action(admin, action, *people):
    return admin.post(USERS, {"action": action, "_selected_action": [person.pk for person in people]}, follow=True)
