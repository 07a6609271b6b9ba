#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.runtime.data_dir import prepare_data_dir

if __name__ == "__main__":
    os.umask(0o077)  # files are private, see config.runtime.private_files
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    prepare_data_dir()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        sys.exit(2)
