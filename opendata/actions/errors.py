"""Errors in the shape in which CKAN answers them."""

from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class ActionError(Exception):
    """An answer that is no success: `kind` is CKAN's __type."""

    status = HTTPStatus.BAD_REQUEST
    kind = ""

    def body(self) -> dict[str, Any]:
        """What stands under "error"."""
        return {"__type": self.kind, "message": str(self)}


class NotFound(ActionError):
    """404: no such thing, or not public."""

    status = HTTPStatus.NOT_FOUND
    kind = "Not Found Error"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("未找到"))


class Invalid(ActionError):
    """409: a parameter that is missing or wrong; the key is the parameter."""

    status = HTTPStatus.CONFLICT
    kind = "Validation Error"

    def __init__(self, parameter: str, *messages: str | Promise) -> None:
        super().__init__(parameter)
        self.parameter = parameter
        self.messages = messages

    def body(self) -> dict[str, Any]:
        """The parameter with what is wrong with it."""
        return {self.parameter: [str(said) for said in self.messages], "__type": self.kind}


class InvalidCall(ActionError):
    """409: parameters that do not go together; told as one message."""

    status = HTTPStatus.CONFLICT
    kind = "Validation Error"


class InvalidValue(Invalid):
    """409 in the datastore's own words."""

    def __init__(self, parameter: str, value: object) -> None:
        super().__init__(parameter, f'invalid value "{value}"')


class SearchQueryError(ActionError):
    """400: a search with a parameter that package_search does not know."""

    kind = "Search Query Error"


class SearchError(ActionError):
    """409: a search expression that cannot be read."""

    status = HTTPStatus.CONFLICT
    kind = "Search Error"


class BadRequest(ActionError):
    """400: what was sent is no request; answered as a bare JSON string."""
