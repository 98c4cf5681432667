"""How much is public, in numbers: for the portal's home."""

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.pages.models import Article
from cms.pages.reading import addresses_at
from cms.pages.representation import Figure
from opendata.addresses import dataset_url
from opendata.models import Dataset
from sitegroup.models import Site

DATASET = "xinxi"


def home_figures(site: Site) -> tuple[Figure, ...]:
    """Articles made public in the newest year that has any, beside the year before.

    The year is that of the newest article and not today's: a stored page stays true.
    """
    newest = Article.objects.public().aggregate(newest=Max("published_at"))["newest"]
    if newest is None:
        return ()
    year = timezone.localtime(newest).year
    now, before = published_in(year, year - 1)
    label = _("%d年主动公开信息") % year
    comparison = _("%(year)d年全年%(count)s条") % {"year": year - 1, "count": f"{before:,}"}
    return (Figure(label, f"{now:,}", _("条"), comparison, _address(site)),)


def published_in(*years: int) -> list[int]:
    """How many of the public articles were made public in each year of the county's calendar."""
    counts = {str(year): Count("pk", filter=Q(published_at__year=year)) for year in years}
    found = Article.objects.public().filter(published_at__year__in=years).aggregate(**counts)
    return [int(found[str(year)]) for year in years]


def _address(site: Site) -> str:
    """The list of all articles as a dataset; the disclosure column until there is one."""
    if Dataset.objects.public().filter(name=DATASET).exists():
        return dataset_url(DATASET)
    column = "zfxxgk"
    return addresses_at(site, [column]).get(column) or f"{site.base_url}/"
