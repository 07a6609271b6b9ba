import os

import django

from config.runtime.data_dir import prepare_data_dir
from config.runtime.wsgi_request import Handler

os.umask(0o077)  # files are private, see config.runtime.private_files
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
prepare_data_dir()
django.setup(set_prefix=False)

from config.page_cache.wrapper import PageCache  # noqa: E402  (needs the settings)

application = PageCache(Handler())
