"""The e-mail addresses of accounts: which are confirmed, and how a change is reverted."""
