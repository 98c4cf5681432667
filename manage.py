#!/usr/bin/env python3
"""Django's command line for Gongkai."""

import os
import sys


def main() -> None:
    """Run a management command with the settings of this installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
