"""One line an event, to the standard error of the process."""

from typing import Any


def logging_config(level: str) -> dict[str, Any]:
    """Django's LOGGING dictionary for the given level name."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "axes": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "search": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            "elastic_transport": {"level": "WARNING"},
        },
    }
