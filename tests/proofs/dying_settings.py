"""An installation whose worker dies on command: the wiring's effects, each with places to die."""

from cms.settings.base import *  # noqa: F403 - as every module of settings does
from cms.settings.wiring import CHANGE_EFFECTS as REAL_EFFECTS

CHANGE_EFFECTS = [
    (name, f"tests.proofs.dying.{name}", kinds) for name, _path, kinds in REAL_EFFECTS
]
WORKER_DUTIES: list[tuple[str, str, int]] = []
