"""What can be wrong with a step of the review."""

from sitegroup.exceptions import PlatformError, Problem


class ReviewRefused(PlatformError):
    """This person, or this state, does not allow the step."""

    code = "review_refused"


class NotReady(PlatformError):
    """送审未通过检查: what must be mended before review."""

    code = "not_ready"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("；".join(str(problem) for problem in problems))


class ContentChanged(PlatformError):
    """内容已变: what the reviewer saw is no longer what would be released (HTTP 409)."""

    code = "content_changed"
