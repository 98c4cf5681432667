"""How often one address may ask."""

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class SearchThrottle(SimpleRateThrottle):
    """检索限频: each IP address, counted in the default cache.

    X-Forwarded-For is believed only as far as REST_FRAMEWORK's NUM_PROXIES says; anybody can
    send one.
    """

    scope = "search"
    rate = "60/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """One count an address."""
        known = api_settings.NUM_PROXIES
        address = self.get_ident(request) if known else request.META.get("REMOTE_ADDR", "")
        return self.cache_format % {"scope": self.scope, "ident": address}
