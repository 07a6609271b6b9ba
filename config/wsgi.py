import os

import django

from config.parent import end_with_parent
from config.request import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
application = Handler()
end_with_parent()
