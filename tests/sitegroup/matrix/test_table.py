"""Every name of the admin is in the address table, or is for superusers and the reason is said."""

import pytest
from django.conf import settings
from django.test import override_settings

from sitegroup.guard.addresses.kinds import kinds
from sitegroup.guard.addresses.shapes import ANYONE, MEMBERS, SIGNED_IN
from sitegroup.guard.addresses.stock import SUPERUSER_ONLY
from sitegroup.guard.addresses.table import superuser_only, table
from tests.sitegroup.matrix.urlconf import Live, admin, live

pytestmark = pytest.mark.matrix

HOW = """
{names}
are names of the admin that the address table does not know: to units they answer 404.
For units: add a line to the TABLE of the room that has the view, for example

    TABLE: Table = {{"{first}": Address(WRITERS, path={{"pk": "page"}})}}

and the room's TABLE to ADDRESS_TABLES in cms/settings/wiring.py. For superusers alone: add the
name, below its reason, to SUPERUSER_ONLY in sitegroup/guard/addresses/stock.py. docs/tenancy.md
says what each part of a line means."""


def test_every_name_of_the_admin_is_in_the_table_or_for_superusers() -> None:
    names = {found.name for found in admin()}
    unknown = sorted(names - table().keys() - superuser_only().keys())
    assert not unknown, HOW.format(names=", ".join(unknown), first=unknown[0])


def test_the_table_names_nothing_that_does_not_exist() -> None:
    gone = (table().keys() | superuser_only().keys()) - {found.name for found in admin()}
    assert not gone, f"Take these out of the address table: the URLconf has no {sorted(gone)}"


def test_no_name_is_both_for_units_and_for_superusers_alone() -> None:
    listed = [name for names in SUPERUSER_ONLY.values() for name in names]
    assert not table().keys() & set(listed)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("found", [f for f in admin() if f.name in table()], ids=lambda f: f.route)
def test_every_argument_of_a_path_is_an_id_or_a_word(found: Live) -> None:
    address = table()[found.name]
    said = address.path.keys() | address.words.keys()
    assert said == set(found.arguments), (
        f"{found.name}: say of each argument of /{found.route} in `path` what it is an id of, or "
        "in `words` that it is none; and of nothing else"
    )


@pytest.mark.parametrize("name", sorted(table()))
def test_every_line_names_known_circles_and_kinds(name: str) -> None:
    address = table()[name]
    assert address.who in (ANYONE, SIGNED_IN) or address.who <= MEMBERS
    named = (*address.path.values(), *address.sent.values())
    assert {kind for kind in named if isinstance(kind, str)} <= kinds().keys()


def test_outside_the_admin_nothing_is_named_like_inside() -> None:
    assert not {f.name for f in live() if not f.is_admin} & {f.name for f in admin()}


def test_two_rooms_do_not_claim_one_name() -> None:
    tables = [*settings.ADDRESS_TABLES, settings.ADDRESS_TABLES[0]]
    with override_settings(ADDRESS_TABLES=tables), pytest.raises(ValueError, match="names again"):
        table.__wrapped__()
