"""How often one address may ask."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class SearchThrottle(SimpleRateThrottle):
    """检索限频: each IP address, counted in the default cache."""

    scope = "search"
    rate = "60/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """One count an address."""
        return self.cache_format % {"scope": self.scope, "ident": address_of(request)}


class SuggestThrottle(SearchThrottle):
    """输入提示限频: who types asks several times a word."""

    scope = "suggest"
    rate = "300/min"


def address_of(request: Request) -> str:
    """Who asks. Anybody can send X-Forwarded-For: only what our own proxies added counts."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.PROXIES
    if count and len(forwarded) >= count:
        return str(forwarded[-count].strip())
    return str(request.META.get("REMOTE_ADDR", ""))
