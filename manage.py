#!/usr/bin/env python
"""Django's command line. Without a settings module it is development on the embedded servers."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(f"配置错误 / bad configuration: {wrong}")


if __name__ == "__main__":
    main()
