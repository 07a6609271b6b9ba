from django.conf import settings

# With an in-memory database, SQLite rejects concurrent writes instead of waiting.
collect_ignore = [] if settings.USES_POSTGRES else ["test_races.py"]
