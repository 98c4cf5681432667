"""What is recorded, by whom, and that it can be neither changed nor lost unseen."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from sitegroup.audit import protection
from sitegroup.audit.anchors import ChainBroken, write_anchor
from sitegroup.audit.models import Action, AuditCheckpoint, AuditEntry, Unchangeable
from sitegroup.audit.services import record
from sitegroup.audit.verifying import BreakKind, verify
from sitegroup.exceptions import PlatformError
from sitegroup.models import Change, Membership, Release, ReviewCase, ReviewDecision, Role
from sitegroup.review.services import recall, submit
from sitegroup.review.withdrawal import withdraw
from tests.factories import agree, user
from tests.sitegroup.auditing import changed, fill, rehash, removed, renumbered
from tests.sitegroup.conftest import County

pytestmark = pytest.mark.django_db


def last(action: str = "") -> AuditEntry:
    """The newest entry, of one kind if one is named."""
    found = AuditEntry.objects.order_by("-sequence")
    entry = (found.filter(action=action) if action else found).first()
    assert entry is not None
    return entry


def actions() -> list[str]:
    """What was recorded, in order."""
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


@pytest.fixture
def portal_client() -> Client:
    """A browser at the admin's address."""
    return Client(headers={"host": "portal.test", "user-agent": "Firefox/140"})


# What is recorded


def test_the_way_of_an_article_is_on_record(county: County) -> None:
    page = county.public()
    approved = [Action.APPROVED] * 3
    assert actions()[-5:] == [Action.SUBMITTED, *approved, Action.RELEASED]
    entry = last(Action.RELEASED)
    assert (entry.object_type, entry.object_key) == ("article", str(page.pk))
    assert (entry.site_id, entry.actor_name) == (county.site.pk, "jyj-office")
    assert entry.details["hash"] == Release.objects.get(pk=entry.details["release"]).content_hash


def test_an_entry_says_who_in_which_role_and_in_which_unit(county: County) -> None:
    submit(subject=county.draft(title="冬季养护"), by=county.author)
    entry = last()
    assert (entry.actor_id, entry.actor_name, entry.role) == (county.author.pk, "writer", "author")
    assert (entry.site_name, entry.object_title) == ("云溪县教育局", "冬季养护")


def test_withdrawal_and_recall_are_on_record(county: County) -> None:
    withdraw(subject=county.public(), by=county.deciders[0], reason="数字有误")
    assert last(Action.WITHDRAWN).details["reason"] == "数字有误"
    recall(case_id=submit(subject=county.draft(), by=county.author).pk, by=county.author)
    assert last().action == Action.RECALLED


def test_a_release_that_fails_leaves_no_record_of_it(county: County) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        county.public()
        raise RuntimeError
    assert AuditEntry.objects.count() == before


def test_no_release_without_its_record(county: County) -> None:
    draft = county.draft()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sitegroup_auditentry RENAME TO gone")
        with pytest.raises(DatabaseError), transaction.atomic():
            submit(subject=draft, by=county.author)
        cursor.execute("ALTER TABLE gone RENAME TO sitegroup_auditentry")
    assert not ReviewCase.objects.filter(object_id=str(draft.pk)).exists()


def test_a_refusal_is_on_record_though_nothing_else_is(county: County) -> None:
    draft = county.draft()
    with pytest.raises(PlatformError):
        submit(subject=draft, by=county.deciders[0])
    entry = last(Action.SUBMITTED)
    assert (entry.result, entry.actor_name) == ("refused", "jyj-reviewer")
    assert "不是云溪县教育局的起草人" in entry.details["why"]


def test_deciding_what_one_wrote_is_on_record(county: County) -> None:
    case = submit(subject=county.draft(), by=county.author)
    Membership.objects.create(user=county.author, site=county.site, role=Role.DEPARTMENT_REVIEWER)
    with pytest.raises(PlatformError):
        agree(case, county.author)
    assert (last().action, last().result) == (Action.APPROVED, "refused")


def test_what_an_atomic_request_refused_is_on_record_after_it(
    county: County, portal_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    case = submit(subject=county.draft(), by=county.author)
    portal_client.force_login(county.deciders[0])
    form = {"decision": "return", "opinion": "请改", "seen_hash": "0" * 64}
    portal_client.post(f"/admin/review/{case.pk}/decide/", form)
    entry = last()
    assert (entry.action, entry.result) == (Action.APPROVED, "refused")
    assert (entry.details["code"], entry.object_type) == ("content_changed", "article")
    assert (entry.address, entry.agent) == ("127.0.0.1", "Firefox/140")


def test_what_the_guard_refused_is_on_record(county: County, portal_client: Client) -> None:
    page = county.public()
    portal_client.force_login(user("root", is_superuser=True))
    before = AuditEntry.objects.count()
    portal_client.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}")
    entry = last()
    assert (entry.action, entry.result) == (Action.PUBLICATION_REFUSED, "refused")
    assert entry.details["path"] == "/admin/bulk/wagtailcore/page/publish/"
    assert AuditEntry.objects.count() == before + 1


def test_what_wagtail_sends_home_is_on_record(county: County, portal_client: Client) -> None:
    page = county.public()
    portal_client.force_login(user("root", is_superuser=True))
    portal_client.post(f"/admin/pages/{page.pk}/unpublish/")
    entry = last()
    assert (entry.action, entry.details["status"]) == (Action.VIEW_REFUSED, 302)


def test_login_and_logout(county: County, portal_client: Client) -> None:
    form = {"username": "writer", "password": "writer"}
    portal_client.post("/admin/login/", form)
    entry = last()
    assert (entry.action, entry.actor_name, entry.address) == ("login", "writer", "127.0.0.1")
    assert entry.site_id == county.site.pk
    portal_client.post("/admin/logout/")
    assert last().action == Action.LOGOUT


def test_a_failed_login_names_whom_it_tried(county: County, portal_client: Client) -> None:
    portal_client.post("/admin/login/", {"username": "writer", "password": "wrong"})
    entry = last()
    assert (entry.action, entry.result) == (Action.LOGIN_FAILED, "failed")
    assert (entry.actor_name, entry.actor_id) == ("writer", county.author.pk)
    assert "wrong" not in entry.detail


def test_a_password_typed_as_name_is_not_kept(county: County) -> None:
    authenticate(None, username="Passw0rd-secret", password="x")
    assert last().actor_name == "Pas***"


@override_settings(AXES_ENABLED=True)
def test_a_lockout_is_on_record(county: County, portal_client: Client) -> None:
    for _try in range(6):
        portal_client.post("/admin/login/", {"username": "writer", "password": "wrong"})
    assert Action.LOCKED_OUT in actions()


@override_settings(PROXIES=1)
def test_only_what_our_proxy_added_is_believed(county: County, portal_client: Client) -> None:
    forwarded = {"x-forwarded-for": "6.6.6.6, 10.1.2.3"}
    form = {"username": "writer", "password": "wrong"}
    portal_client.post("/admin/login/", form, headers=forwarded)
    assert last().address == "10.1.2.3"


def test_roles_are_on_record_with_who_gave_them(county: County) -> None:
    person = user("newcomer", county.site, Role.EDITOR)
    given = last()
    assert (given.action, given.object_title, given.details) == (
        Action.ROLE_GIVEN, "newcomer", {"role": "editor"},
    )  # fmt: skip
    Membership.objects.filter(user=person).delete()
    assert (last().action, last().site_id) == (Action.ROLE_TAKEN, county.site.pk)


def test_passwords_and_rights_of_people(county: County) -> None:
    county.author.set_password("Xk29-spring")
    county.author.save()
    assert last().action == Action.PASSWORD_CHANGED
    county.author.is_superuser = True
    county.author.save()
    assert last().details == {"is_superuser": [False, True]}


def test_what_the_admin_refuses_to_show_is_on_record(county: County, portal_client: Client) -> None:
    case = submit(subject=county.draft(), by=county.author)
    portal_client.force_login(user("stranger", county.portal, Role.AUTHOR))
    assert portal_client.get(f"/admin/review/{case.pk}/").status_code == 404
    entry = last()
    assert (entry.action, entry.actor_name) == (Action.VIEW_REFUSED, "stranger")
    assert entry.details == {"path": f"/admin/review/{case.pk}/", "status": 404}


def test_strange_characters_do_not_stand_in_the_way(county: County) -> None:
    record(action=Action.EXPORTED, by=None, detail={"what": "a\0\ud800b"}, name="\0" + "名" * 200)
    assert verify().breaks == ()


# What refuses


WRITTEN_ONCE = {
    "entry": AuditEntry, "release": Release, "decision": ReviewDecision, "change": Change,
}  # fmt: skip


@pytest.mark.parametrize("table", [model._meta.db_table for model in WRITTEN_ONCE.values()])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {key} = {key} + 0", "DELETE FROM {}"])
def test_the_database_refuses(county: County, table: str, statement: str) -> None:
    county.public()
    query = statement.format(table, key=protection.TABLES[table])
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(query)


@pytest.mark.parametrize("table", sorted(protection.TABLES))
def test_the_database_refuses_to_empty_or_replace(county: County, table: str) -> None:
    county.public()
    key = protection.TABLES[table]
    queries = {
        "postgresql": f"TRUNCATE {table} CASCADE",
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY {key} LIMIT 1",  # noqa: S608
    }
    if table == "sitegroup_auditcheckpoint":
        AuditCheckpoint.objects.create(
            last_sequence=0, entry_hash="", count=0, file_name="", at=timezone.now()
        )
    with (
        pytest.raises(DatabaseError, match="written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        if connection.vendor == "postgresql":  # what the test's own rows leave to the commit
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(queries[connection.vendor])


def test_python_refuses_before_the_database(county: County) -> None:
    entry = record(action=Action.EXPORTED, by=None)
    for attempt in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(Unchangeable):
            attempt()
    with pytest.raises(Unchangeable):
        AuditEntry.objects.update(result="ok")


def test_a_later_migration_that_loses_triggers_gets_them_again(county: County) -> None:
    protection.drop_triggers(connection)
    assert [found.kind for found in verify().breaks][:1] == [BreakKind.UNPROTECTED]
    call_command("migrate", verbosity=0)
    assert protection.missing(connection) == []


# What is found


@pytest.fixture
def chain(county: County) -> Iterator[list[int]]:
    """The numbers of an intact chain of at least ten, with the triggers gone."""
    fill(10)
    assert verify().breaks == ()
    with protection.triggers_dropped(connection):
        yield list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True))


def first_break() -> tuple[str, int]:
    """Kind and number of the first thing that is wrong with the chain."""
    found = verify().breaks[0]
    return found.kind, found.sequence


FIELDS = ["actor_name", "address", "object_title", "result", "detail", "site_name", "action"]


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_is_named(chain: list[int], field: str) -> None:
    changed(chain[4], field)
    assert first_break() == (BreakKind.CHANGED, chain[4])


def test_a_change_that_was_hashed_again_is_named(chain: list[int]) -> None:
    changed(chain[4])
    rehash(chain[4])
    assert first_break() == (BreakKind.CHANGED, chain[4])


def test_a_missing_entry_is_named(chain: list[int]) -> None:
    removed(chain[4])
    assert first_break() == (BreakKind.MISSING, chain[4])


def test_a_missing_entry_with_its_gap_closed_is_named(chain: list[int]) -> None:
    removed(chain[4])
    for number in chain[5:]:
        renumbered(number, number - 1)
    assert first_break() == (BreakKind.MISSING, chain[4])


def test_an_inserted_entry_is_named(chain: list[int]) -> None:
    for number in reversed(chain[4:]):
        renumbered(number, number + 1)
    forged = AuditEntry.objects.get(sequence=chain[3])
    forged.sequence, forged.prev_hash = chain[4], forged.entry_hash
    forged._state.adding = True
    forged.save()
    rehash(chain[4])
    assert first_break() == (BreakKind.INSERTED, chain[4])


def test_two_exchanged_entries_are_named(chain: list[int]) -> None:
    one, other = chain[3], chain[6]
    for number, becomes in ((one, 10**6), (other, one), (10**6, other)):
        renumbered(number, becomes)
    assert first_break() == (BreakKind.REORDERED, one)


def test_a_tail_that_is_cut_off_is_found_by_the_anchor(chain: list[int]) -> None:
    write_anchor()
    removed(chain[-2], chain[-1])
    assert first_break() == (BreakKind.CUT, chain[-2])


def test_a_chain_written_anew_is_found_by_the_anchor(chain: list[int]) -> None:
    write_anchor()
    changed(chain[4])
    for number in chain[4:]:
        rehash(number, relink=True)
    assert first_break() == (BreakKind.CHANGED, chain[-1])


def test_nothing_is_anchored_over_a_tail_that_is_gone(chain: list[int]) -> None:
    write_anchor()
    removed(chain[-2], chain[-1])
    with pytest.raises(ChainBroken, match="没有写新的存证"):
        write_anchor()


def test_verify_audit_names_the_first_break_and_fails(
    chain: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    changed(chain[4])
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 1
    assert f"第{chain[4]}条被改过" in capsys.readouterr().err


def test_a_chain_of_two_digests_is_one_chain(county: County) -> None:
    with override_settings(AUDIT_HASH="sm3"):
        fill(2)
    fill(2)
    assert {entry.algorithm for entry in AuditEntry.objects.all()} == {"sha256", "sm3"}
    assert verify().breaks == ()
