"""A CKAN or an index that is down, slow, answers 500 or rubbish: 0 lost, 0 unapproved."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

import opendata.catalogue.client
import search.engines.elastic
from search.index import get_engine
from sitegroup.changes.services import retry
from sitegroup.changes.worker import drain_all
from sitegroup.models import Delivery, DeliveryState
from sitegroup.review.withdrawal import withdraw
from tests.proofs.peers import MOODS, Catalogue, Index, Peer, listening
from tests.proofs.recording import Proof, Prove
from tests.sitegroup.conftest import County, make_county

pytestmark = [pytest.mark.fault, pytest.mark.django_db]
SECRET, GONE, PUBLIC = "尚未批准的内容", "撤下的内容", "可以公开的内容"
SHORT = 0.3
PERMANENT = {"catalogue": {"409", "403"}, "index": set()}


@pytest.fixture
def county(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    """A county with an embedded index; far ends are given up on quickly."""
    settings.DATASETS_DIR, settings.SEARCH_DIR = tmp_path / "datasets", tmp_path / "search"
    monkeypatch.setattr(opendata.catalogue.client, "TIMEOUT", (SHORT, SHORT))
    monkeypatch.setattr(opendata.catalogue.client, "PAUSES", (0.01,))
    monkeypatch.setattr(search.engines.elastic, "REQUEST_TIMEOUT", SHORT)
    monkeypatch.setattr(search.engines.elastic, "BULK_TIMEOUT", SHORT)
    get_engine().clear()
    yield make_county()


def happen(county: County, number: int) -> None:
    """Something public, something withdrawn before it was sent, something never approved."""
    county.public(title=f"{PUBLIC}{number}")
    gone = county.public(title=f"{GONE}{number}")
    withdraw(subject=gone, by=county.deciders[0], reason="有误。")
    county.draft(title=f"{SECRET}{number}", text=f"<p>{SECRET}</p>")


def due_now() -> None:
    """The pauses have passed."""
    Delivery.objects.filter(state=DeliveryState.WAITING).update(due_at=timezone.now())


def pause() -> timedelta:
    """How long until the next try."""
    return Delivery.objects.filter(state=DeliveryState.WAITING).order_by(
        "due_at"
    ).first().due_at - (timezone.now())


def suffers(peer: Peer, effect: str, mood: str, p: Proof) -> None:
    """The peer is in a mood for three tries, then well: what comes of the deliveries."""
    peer.mood, pauses, mine = mood, [], Delivery.objects.filter(effect=effect)
    given_up = mood in PERMANENT[effect]
    for _try in range(3):
        due_now()
        drain_all()
        states = set(mine.exclude(state=DeliveryState.DONE).values_list("state", flat=True))
        expected = DeliveryState.DEAD if given_up else DeliveryState.WAITING
        p.note(states == {expected}, f"{effect} {mood}: {states}")
        pauses.append(pause() if states == {DeliveryState.WAITING} else timedelta())
    p.note(given_up or pauses[2] > pauses[0], f"{effect} {mood}: pauses {pauses}")
    peer.mood = ""
    retry(deliveries=mine, by=None)
    due_now()
    drain_all()
    left = Delivery.objects.exclude(state=DeliveryState.DONE).values_list("last_error", flat=True)
    p.note(not left, f"{effect} {mood}: left {list(left)}")
    for word in (SECRET, GONE):
        hidden = word.encode() not in peer.heard and ascii(word)[1:-1].encode() not in peer.heard
        p.note(hidden, f"{effect} {mood}: {word} was sent")


def test_a_catalogue_in_any_mood(county: County, settings: Any, proof: Prove) -> None:
    settings.CKAN_API_TOKEN = "token"
    what = "a CKAN that is down, slow, wrong or rude: 0 lost, 0 unapproved"
    with proof("peers_catalogue", what) as p:
        for number, mood in enumerate(list(MOODS) * p.rounds(small=1, full=10)):
            held = Catalogue()
            with listening(Peer(held)) as peer:
                settings.CKAN_URL = peer.url
                happen(county, number)
                suffers(peer, "catalogue", mood, p)
                rows = [row for table in held.tables.values() for row in table["rows"].values()]
                titles = sorted(row["标题"] for row in rows)
                wanted = sorted(f"{PUBLIC}{past}" for past in range(number + 1))
                p.note(titles == wanted, f"{mood}: {titles}")
        settings.CKAN_URL = "http://127.0.0.1:9"  # nobody listens there
        happen(county, -1)
        drain_all()
        p.note(Delivery.objects.filter(effect="catalogue", state="waiting").exists(), "closed port")


def test_an_index_in_any_mood(county: County, settings: Any, proof: Prove) -> None:
    what = "an Elasticsearch that is down, slow, wrong or rude: 0 lost, 0 unapproved"
    with proof("peers_index", what) as p:
        for number, mood in enumerate(list(MOODS) * p.rounds(small=1, full=10)):
            held = Index()
            with listening(Peer(held)) as peer:
                settings.ELASTICSEARCH_URL = peer.url
                happen(county, number)
                suffers(peer, "index", mood, p)
                found = [doc["source"] for _v, doc in held.documents.values()]
                titles = [d["title"] for d in found if d["kind"] == "article" and not d["deleted"]]
                p.note(titles == [f"{PUBLIC}{number}"], f"{mood}: {titles}")
