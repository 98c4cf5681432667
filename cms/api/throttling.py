"""How often one address may ask."""

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from sitegroup.audit.origin import address_of


class SearchThrottle(SimpleRateThrottle):
    """检索限频: each IP address, counted in the default cache."""

    scope = "search"
    rate = "60/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """One count an address."""
        return self.cache_format % {"scope": self.scope, "ident": address_of(request.META)}


class SuggestThrottle(SearchThrottle):
    """输入提示限频: who types asks several times a word."""

    scope = "suggest"
    rate = "300/min"
