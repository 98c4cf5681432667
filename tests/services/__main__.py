"""Entry point of `python -m tests.services`."""

import sys

from tests.services.cli import main

sys.exit(main())
