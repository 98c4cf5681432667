"""The words of the OpenAPI description."""

from typing import Any

COMPONENTS: dict[str, Any] = {}
PROPERTIES: dict[str, Any] = {}
