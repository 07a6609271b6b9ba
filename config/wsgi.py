import os

import django

from config.runtime.parent_watchdog import exit_with_parent
from config.wsgi_request import Handler

os.umask(0o077)  # what the blog writes is private, see config.runtime.private_files
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
application = Handler()
exit_with_parent()
