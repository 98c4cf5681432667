"""How much was found at 送审, for lists: two queries, however many objects they show."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sitegroup.checking.models import ContentFinding, FindingRun, FindingWaiver

# What names one submitted content: (content type, object, hash).
Submitted = tuple[int, str, str]
NAMED = ("content_type_id", "object_id", "content_hash")


@dataclass(frozen=True, slots=True)
class Count:
    """必须改 and 请核对; what was waived is neither."""

    errors: int = 0
    warnings: int = 0


def counts_of(submitted: Collection[Submitted]) -> dict[Submitted, Count]:
    """What stands open of each; an object without findings is not in it."""
    found = _of(ContentFinding.objects.filter(run=FindingRun.SUBMIT, gone_at=None), submitted)
    rows = list(found.values_list(*NAMED, "fingerprint", "level")) if submitted else []
    if not rows:
        return {}
    waived = set(_of(FindingWaiver.objects.all(), submitted).values_list(*NAMED, "fingerprint"))
    levels: dict[Submitted, list[str]] = {}
    for kind, pk, digest, fingerprint, level in rows:
        if (kind, pk, digest, fingerprint) not in waived:
            levels.setdefault((kind, pk, digest), []).append(level)
    return {key: Count(of.count("block"), of.count("warn")) for key, of in levels.items()}


def _of(rows: Any, submitted: Iterable[Submitted]) -> Any:
    """Those of these objects; which content each is of, the caller tells apart."""
    kinds, keys, digests = zip(*submitted, strict=True) if submitted else ((), (), ())
    return rows.filter(
        content_type__in=set(kinds), object_id__in=set(keys), content_hash__in=set(digests)
    )
