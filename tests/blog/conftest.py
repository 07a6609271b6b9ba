from django.conf import settings

# In memory, SQLite refuses a second connection instead of letting it wait.
collect_ignore = [] if settings.USES_POSTGRES else ["test_races.py"]
