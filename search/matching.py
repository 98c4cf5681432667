"""What a query asks of an index, told without any engine's words: a small tree of clauses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One word in one field."""

    field: str
    word: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Exact:
    """A whole value of a field; scores `score` whatever its rarity."""

    field: str
    value: str | int
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a whole value: letters and digits only; scores `score`."""

    field: str
    value: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """At least two words in order, at most `slop` steps out of place."""

    field: str
    words: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Best:
    """The best of several; the others add a little (`tie`)."""

    clauses: tuple["Clause", ...]
    tie: float = 0.0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Some:
    """At least `minimum` of several; scores add up."""

    clauses: tuple["Clause", ...]
    minimum: int = 1
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Both:
    """Everything in `must`; what matches of `should` only raises the score."""

    must: tuple["Clause", ...]
    should: tuple["Clause", ...] = ()


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


Clause = Term | Exact | Prefix | Phrase | Best | Some | Both | Everything
