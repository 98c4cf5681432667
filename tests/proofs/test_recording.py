"""A proof that tried nothing, or failed once, is no proof."""

import json
from pathlib import Path

import pytest

from tests.proofs.recording import Proofs


def test_a_failure_is_counted_and_fails_the_test(tmp_path: Path) -> None:
    proofs = Proofs(full=True)
    with pytest.raises(AssertionError, match="round 2"), proofs.proving("name", "what") as p:
        for number in range(p.rounds(small=1, full=3)):
            p.note(number != 2, f"round {number}")
    proofs.write(tmp_path / "proofs.json")
    written = json.loads((tmp_path / "proofs.json").read_text())["name"]
    assert (written["tried"], written["failed"], written["what"]) == (3, 1, "what")


def test_nothing_tried_is_no_proof() -> None:
    with pytest.raises(AssertionError, match="tried nothing"), Proofs(full=False).proving("a", ""):
        pass


def test_an_error_is_a_failure_and_goes_on() -> None:
    proofs = Proofs(full=False)
    broken = ValueError("broken")
    broken.add_note("after these steps")
    with pytest.raises(ValueError, match="broken"), proofs.proving("a", ""):
        raise broken
    assert proofs.made["a"].failed == 1
    assert proofs.made["a"].details == ["ValueError: broken\nafter these steps"]


def test_two_tests_of_one_name_are_one_line() -> None:
    proofs = Proofs(full=False)
    for _test in range(2):
        with proofs.proving("a", "") as p:
            p.note(True)
    assert proofs.made["a"].tried == 2


def test_a_failure_is_written_down_at_once(tmp_path: Path) -> None:
    findings = tmp_path / "build" / "proofs.findings"
    proofs = Proofs(full=True, findings=findings)
    with pytest.raises(AssertionError), proofs.proving("a", "") as p:
        p.note(True)
        p.note(False, "the second")
        assert findings.read_text() == "a, try 2: the second\n"
