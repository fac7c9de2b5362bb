"""Entry point of the web server. Without a settings module it is production, which insists on secrets."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
# Connections pay for being kept here alone: commands are short, Celery closes them after each task.
os.environ.setdefault("DATABASE_POOL_SIZE", "4")

application = get_wsgi_application()
