"""Entry point of `python -m tests.services`."""

import signal
import sys

from tests.services.cli import main

# being told to end must undo a start that is under way, as Ctrl-C does
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
sys.exit(main())
