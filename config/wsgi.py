import os

import django

from config.runtime.secret_key import ensure_secret_key
from config.runtime.wsgi_request import Handler

os.umask(0o077)  # files are private, see config.runtime.private_files
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ensure_secret_key()
django.setup(set_prefix=False)
application = Handler()
