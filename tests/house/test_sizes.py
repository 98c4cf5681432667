"""Small files, short functions, few folders, and names that say something."""

import re

import pytest

from tests.house.source import ROOMS, ROOT, WRITTEN_BY_HAND, files, functions, length, shown

pytestmark = pytest.mark.house

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
DEEPEST = 3
TEXT = (".py", ".html", ".css", ".js", ".sh", ".toml")
EMPTY_NAMES = {"utils", "helpers", "common", "misc"}
# split, so that this line is none of them
PUT_OFF = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
BLANKET = re.compile(r"#\s*(no" + r"qa(?!: ?[A-Z]+\d+)|type: ig" + r"nore(?!\[))")


def test_no_file_passes_400_lines() -> None:
    long = [
        f"{shown(path)} {count}"
        for path in files(*WRITTEN_BY_HAND, suffixes=(".py", ".html", ".js"))
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
        and "migrations" not in path.parts
    ]
    assert long == []


def test_no_function_passes_60_lines() -> None:
    long = [
        f"{shown(path, function.lineno)} {function.name} {length(function)}"
        for path in files(*WRITTEN_BY_HAND)
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_every_function_says_what_it_returns() -> None:
    silent = [
        f"{shown(path, function.lineno)} {function.name}"
        for path in files(*WRITTEN_BY_HAND)
        for function in functions(path)
        if function.returns is None
    ]
    assert silent == []


def test_no_more_than_three_folders_below_a_room() -> None:
    deep = {
        shown(path.parent)
        for path in files(*ROOMS, suffixes=(".py", ".html"))
        if len(path.relative_to(ROOT).parts) - 2 > DEEPEST
    }
    # Django and Wagtail look for an app's templates below a folder of the app's own name
    assert {place for place in deep if "/templates/" not in place} == set()


def test_no_file_is_named_after_nothing() -> None:
    named = [shown(path) for path in files(*WRITTEN_BY_HAND) if path.stem in EMPTY_NAMES]
    assert named == []


@pytest.mark.parametrize("pattern", [PUT_OFF, BLANKET], ids=["put off", "blanket waiver"])
def test_nothing_is_put_off_or_waived_whole(pattern: re.Pattern[str]) -> None:
    found = [
        f"{shown(path, number)} {line.strip()}"
        for path in files(*WRITTEN_BY_HAND, "deploy", "docs", suffixes=(*TEXT, ".md"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
