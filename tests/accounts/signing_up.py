"""What a new user enters in the form to sign up."""

import time

from accounts.abuse.signup_protection import TIMESTAMP

SIGNUP = "/accounts/signup/"
MINUTE_AGO = TIMESTAMP.signer.sign(str(time.time() - 60))
NEWCOMER = {
    "display_name": "Nora Newcomer",
    "email": "Nora@Example.org",
    "password1": "a sober violet engine",
    "started": MINUTE_AGO,
}
