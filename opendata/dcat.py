"""The catalogue as DCAT 3 for harvesters: one graph as JSON-LD, Turtle and RDF/XML."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from rdflib import Graph

from opendata.addresses import action_url, catalogue_url, dataset_url, download_url
from opendata.licenses import license_of
from opendata.models import Dataset, Distribution
from opendata.sources import OpenType, UpdateCycle
from opendata.views import on_portal
from sitegroup.delivery.conditional import public_page
from sitegroup.delivery.middleware import place_of
from sitegroup.models import Site

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
FREQUENCIES = {
    UpdateCycle.REALTIME: "CONT",
    UpdateCycle.DAILY: "DAILY",
    UpdateCycle.WEEKLY: "WEEKLY",
    UpdateCycle.MONTHLY: "MONTHLY",
    UpdateCycle.QUARTERLY: "QUARTERLY",
    UpdateCycle.HALF_YEARLY: "ANNUAL_2",
    UpdateCycle.YEARLY: "ANNUAL",
    UpdateCycle.IRREGULAR: "IRREG",
    UpdateCycle.NEVER: "NEVER",
}


# how rdflib calls a form, and its media type
FORMS = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "xml": ("pretty-xml", "application/rdf+xml; charset=utf-8"),
}


@require_safe
@on_portal
@public_page
def catalogue_graph(request: HttpRequest) -> HttpResponse:
    """The whole catalogue as JSON-LD."""
    return JsonResponse(
        _whole(request),
        json_dumps_params={"ensure_ascii": False},
        content_type="application/ld+json",
    )


@require_safe
@on_portal
@public_page
def catalogue_rdf(request: HttpRequest, form: str) -> HttpResponse:
    """The same graph as Turtle (`ttl`) or RDF/XML (`xml`)."""
    writer, media_type = FORMS[form]
    # the context stands in the document itself: nothing is fetched
    graph = Graph().parse(data=json.dumps(_whole(request)), format="json-ld")
    return HttpResponse(graph.serialize(format=writer), content_type=media_type)


def _whole(request: HttpRequest) -> dict[str, Any]:
    datasets = Dataset.objects.public().complete().order_by("name")
    return catalogue_dict(place_of(request).site, list(datasets))


def catalogue_dict(site: Site, datasets: list[Dataset]) -> dict[str, Any]:
    """A dcat:Catalog with its datasets and the interface that serves their rows."""
    return {
        "@context": CONTEXT,
        "@id": catalogue_url(),
        "@type": "dcat:Catalog",
        "dct:title": _text(_("%s开放数据目录") % site.name),
        "dct:publisher": _publisher(site),
        "dct:language": "zh-Hans",
        "foaf:homepage": {"@id": catalogue_url()},
        "dcat:service": {
            "@id": action_url("datastore_search"),
            "@type": "dcat:DataService",
            "dct:title": _text(_("数据查询接口")),
            "dcat:endpointURL": {"@id": action_url("datastore_search")},
        },
        "dcat:dataset": [dataset_dict(dataset) for dataset in datasets],
    }


def dataset_dict(dataset: Dataset) -> dict[str, Any]:
    """A dcat:Dataset (domain/standards.md section 7.2)."""
    address = dataset_url(dataset.name)
    open_to_all = dataset.open_type == OpenType.UNCONDITIONAL
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": _text(dataset.title),
        "dct:description": _text(dataset.notes),
        "dct:publisher": _publisher(dataset.site),
        "dct:issued": _moment(dataset.metadata_created),
        "dct:modified": _moment(dataset.version.created_at),
        "dct:accrualPeriodicity": {
            "@id": f"{EU}frequency/{FREQUENCIES[UpdateCycle(dataset.update_cycle)]}"
        },
        "dct:accessRights": {
            "@id": f"{EU}access-right/{'PUBLIC' if open_to_all else 'RESTRICTED'}"
        },
        "dct:language": "zh-Hans",
        "dcat:theme": _text(dataset.group_title),
        "dcat:keyword": [_text(tag) for tag in dataset.tags],
        "dcat:version": str(dataset.version.number),
        "dcat:contactPoint": _contact(dataset.site),
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [
            _distribution(dataset, file) for file in dataset.version.distributions.all()
        ],
    }


def _distribution(dataset: Dataset, file: Distribution) -> dict[str, Any]:
    address = download_url(dataset.name, file.format)
    media_type = file.media_type.partition(";")[0]
    return {
        "@id": f"urn:uuid:{file.uuid}",
        "@type": "dcat:Distribution",
        "dct:title": _text(f"{dataset.title}（{file.get_format_display()}）"),
        "dcat:accessURL": {"@id": dataset_url(dataset.name)},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{IANA}{media_type}"},
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "dct:license": {"@id": license_of(dataset.license_id).url or dataset.license_id},
        "dct:modified": _moment(dataset.version.created_at),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _publisher(site: Site) -> dict[str, Any]:
    organisation = site.organisation
    publisher: dict[str, Any] = {
        "@id": f"{site.base_url}/",
        "@type": "foaf:Organization",
        "foaf:name": _text(organisation.name),
    }
    if organisation.uscc:
        publisher["dct:identifier"] = organisation.uscc
    return publisher


def _contact(site: Site) -> dict[str, Any]:
    organisation = site.organisation
    contact: dict[str, Any] = {
        "@type": "vcard:Organization",
        "vcard:fn": _text(organisation.name),
    }
    if organisation.phone:
        contact["vcard:hasTelephone"] = organisation.phone
    if organisation.email:
        contact["vcard:hasEmail"] = {"@id": f"mailto:{organisation.email}"}
    return contact


def _text(value: str) -> dict[str, str]:
    return {"@value": value, "@language": "zh-Hans"}


def _moment(value: datetime) -> dict[str, str]:
    return {"@value": timezone.localtime(value).isoformat(), "@type": "xsd:dateTime"}
