import os

import django

from config.parent import end_with_parent
from config.request import Handler

os.umask(0o077)  # what the blog writes is private, see config.private_files
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
application = Handler()
end_with_parent()
