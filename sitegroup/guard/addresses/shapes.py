"""One line of the address table, and the circles of people that it names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from sitegroup.guard.addresses.reach import Reach
from sitegroup.models import WRITING_ROLES, Role

# Names whose own view decides, before anybody has signed in.
ANYONE = frozenset({"anyone"})
# Everybody who has signed in: their own account and first page.
SIGNED_IN = frozenset({"signed in"})
WRITERS: frozenset[str] = frozenset(WRITING_ROLES)
MEMBERS: frozenset[str] = frozenset(Role.values)

# A kind of object, or what tells it from the words in the path (None: there is no such thing).
Kind = str | Callable[[Mapping[str, Any]], str | None]
Kinds = Mapping[str, Kind]
Words = Mapping[str, frozenset[str] | None]
Instead = Callable[[HttpRequest, Reach], HttpResponse | None]


@dataclass(frozen=True, slots=True)
class Address:
    """管理地址: who may call a name of the URLconf, and what the ids in the request are ids of.

    `path` says it of the path's arguments (unnamed ones are "0", "1" ...), `words` lists those
    that are no ids, with the words they may be (None: any). `sent` says it of names in the query
    and in the body, whole or as the last part after "-" as forms within forms write it.
    `rich` looks into rich texts as well. `instead` may answer before the view does.
    """

    who: frozenset[str]
    path: Kinds = field(default_factory=dict)
    sent: Kinds = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    rich: bool = False
    instead: Instead | None = None


Table = Mapping[str, Address]
