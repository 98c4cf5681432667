"""Command line: python -m tests.services up | down | status | env | wipe | install."""

import argparse
import shlex
import sys
from collections.abc import Sequence

from tests.services import debian, recipe
from tests.services.command import ServiceError
from tests.services.places import address
from tests.services.process import pid_of

COMMANDS = {
    "up": "start the services named and what they need (default: all)",
    "down": "stop the services named (default: all); their data stays",
    "status": "what runs, and where",
    "env": "shell lines with the addresses of what runs, for eval",
    "wipe": "stop all and delete their data, jars and environments",
    "install": "install the Debian packages they need, as root or with sudo",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 and a sentence on the error output if it cannot be done."""
    asked = parser().parse_args(arguments)
    try:
        lines = answer(asked.command, getattr(asked, "names", []))
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(prog="python -m tests.services", description="Servers for tests.")
    commands = top.add_subparsers(dest="command", required=True)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        if name in {"up", "down"}:
            command.add_argument("names", nargs="*", metavar="NAME")
    return top


def answer(command: str, names: Sequence[str]) -> list[str]:
    """Do what is asked; the lines to print when it is done."""
    match command:
        case "up":
            recipe.up(names, tell=show)
            return []
        case "down":
            return [f"{name}: stopped" for name in recipe.down(names)]
        case "status":
            return status_lines()
        case "env":
            return environment_lines(recipe.variables())
        case "wipe":
            recipe.wipe()
            return []
        case _:
            return [f"{package}: installed" for package in debian.install()]


def show(line: str) -> None:
    """Print a line at once: a start takes its time."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def status_lines() -> list[str]:
    """One line a service: its name, its address, its process or that it is stopped."""
    lines = []
    for name in recipe.SERVICES:
        pid = pid_of(name)
        state = "stopped" if pid is None else f"pid {pid}"
        lines.append(f"{name:<14} {address(name):<16} {state}")
    return lines


def environment_lines(variables: dict[str, str]) -> list[str]:
    """Lines for a shell's eval."""
    return [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
