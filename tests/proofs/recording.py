"""Count what a proof tried and what failed, and write it down at the end."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

SHOWN = 5
Prove = Callable[[str, str], AbstractContextManager["Proof"]]


@dataclass
class Proof:
    """One line of build/proofs.json: its name, one sentence, and how often it held.

    `full` says whether this is the long run; `rounds` turns that into a number. `counted` is how
    often what was done, where a proof does many different things.
    """

    name: str
    what: str
    full: bool = False
    tried: int = 0
    failed: int = 0
    seconds: float = 0.0
    details: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    findings: Path | None = None

    def rounds(self, small: int, full: int) -> int:
        """How many rounds this run makes."""
        return full if self.full else small

    def note(self, held: bool, detail: object = "") -> None:
        """One more try; `detail` says what was wrong."""
        self.tried += 1
        if not held:
            self.failed += 1
            self.details.append(str(detail))
            self._tell(str(detail))

    def add(self, other: "Proof") -> None:
        """Join what another test proved under the same name."""
        self.tried += other.tried
        self.failed += other.failed
        self.seconds += other.seconds
        self.details += other.details
        self.counted += other.counted

    def _tell(self, detail: str) -> None:
        """Write a failure down at once: a proof that is stopped must not take it along."""
        if self.findings is not None:
            with self.findings.open("a", encoding="utf-8") as out:
                out.write(f"{self.name}, try {self.tried}: {detail}\n")


class Proofs:
    """All proofs of one run, by name; failures go to the file `findings` as they happen."""

    def __init__(self, *, full: bool, findings: Path | None = None) -> None:
        self.full = full
        self.findings = findings
        self.made: dict[str, Proof] = {}
        if findings is not None:
            findings.parent.mkdir(parents=True, exist_ok=True)
            findings.write_text("", encoding="utf-8")

    @contextmanager
    def proving(self, name: str, what: str) -> Iterator[Proof]:
        """Run one proof: it fails where anything failed, and where nothing was tried."""
        proof = Proof(name, what, self.full, findings=self.findings)
        start = time.perf_counter()
        try:
            yield proof
        except BaseException as error:
            said = [f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())]
            proof.note(False, "\n".join(said))
            raise
        finally:
            proof.seconds = time.perf_counter() - start
            self._keep(proof)
        assert proof.tried, f"{name} tried nothing"
        assert not proof.failed, "\n".join(proof.details[:SHOWN])

    def _keep(self, proof: Proof) -> None:
        known = self.made.get(proof.name)
        if known is None:
            self.made[proof.name] = proof
        else:
            known.add(proof)

    def write(self, path: Path) -> None:
        """The table for people, the file for programs."""
        found = sorted(self.made.values(), key=lambda proof: proof.name)
        lines = {
            p.name: {
                "tried": p.tried, "failed": p.failed, "seconds": round(p.seconds, 1),
                "what": p.what,
                **({"counted": dict(p.counted.most_common())} if p.counted else {}),
            }
            for p in found
        }  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        table = Table("proof", "tried", "failed", "seconds", "what")
        for p in found:
            table.add_row(p.name, str(p.tried), str(p.failed), f"{p.seconds:.1f}", p.what)
        Console().print(table)


@pytest.fixture
def proof(request: pytest.FixtureRequest) -> Prove:
    """`with proof("name", "one sentence") as p: p.note(held, detail)`."""
    proofs: Proofs = request.config.stash[PROOFS]
    return proofs.proving


PROOFS = pytest.StashKey[Proofs]()
