"""What a version must have before anybody decides on it."""

from sitegroup.checking.services import check_for_submit
from sitegroup.exceptions import Problem
from sitegroup.guard.releasable import Releasable
from sitegroup.review.exceptions import NotReady


def require_ready(candidate: Releasable, digest: str) -> list[Problem]:
    """What its own rules only warn of; raises NotReady with what they or the check forbid."""
    said = candidate.release_problems()
    problems = [problem for problem in said if problem.level == "error"]
    problems += check_for_submit(candidate=candidate, digest=digest)
    if problems:
        raise NotReady(problems)
    return said
