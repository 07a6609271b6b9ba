"""Date formats for languages whose formats in Django are missing or unusual."""
