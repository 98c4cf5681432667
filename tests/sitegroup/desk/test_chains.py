"""审核流程 at the desk: the county sets the steps, and none that the law asks for goes missing."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client

from sitegroup.audit.models import Action, AuditEntry
from sitegroup.audit.wording import details_in_words
from sitegroup.models import Matter, ReviewCase, ReviewChain, ReviewStep, Role
from sitegroup.review.chain_keeping import Plan, Step, plan_of, save_chain
from sitegroup.review.chains import ensure_default_chain, steps_for
from sitegroup.review.exceptions import ContentChanged, ReviewRefused
from sitegroup.review.questions import BY_ROLE
from sitegroup.review.services import submit
from tests.factories import article, user
from tests.sitegroup.desk.conftest import Browser, County, said
from tests.sitegroup.desk.test_substituting import counted

HERE = "/admin/review/chains/"
FIRST, SECRECY, OFFICE = Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_REVIEWER


@pytest.fixture
def keeper(county: County) -> Any:
    """The county's administrator."""
    return user("keeper", county.office, Role.COUNTY_ADMINISTRATOR)


def row(number: Any, role: str, **changed: Any) -> dict[str, Any]:
    """One row of the form, asking what the role is there for."""
    asked = {"must_record": list(BY_ROLE.get(role, ()))}
    return {"number": number, "role": role, "limit": 1, "limit_unit": "days", **asked, **changed}


def form(*rows: dict[str, Any], **fields: str) -> dict[str, Any]:
    """What the page sends."""
    sent = {"name": "本单位事项", **fields}
    sent |= {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": str(len(rows))}
    for place, values in enumerate(rows):
        sent |= {f"form-{place}-{name}": value for name, value in values.items()}
    return sent


def seen(client: Client, path: str) -> str:
    """The fingerprint that the form carries."""
    page = client.get(path)
    assert page.status_code == 200
    return str(page.context["seen"])


def roles(chain: ReviewChain) -> list[str]:
    """Who decides, in order."""
    return list(chain.steps.values_list("role", flat=True))


def test_a_units_own_matters_end_at_the_department_if_the_county_says_so(
    county: County, keeper: Any, browser: Browser
) -> None:
    before = submit(subject=article(county.site, "以前的", by=county.author), by=county.author)
    client = browser(keeper)
    answer = client.post(
        f"{HERE}new/",
        form(row(2, FIRST), row(1, SECRECY), row("", ""), matter=Matter.OWN),
        follow=True,
    )
    assert "已保存" in said(answer)
    case = submit(subject=article(county.site, by=county.author), by=county.author)
    assert [step["role"] for step in case.steps] == [SECRECY, FIRST]
    assert len(ReviewCase.objects.get(pk=before.pk).steps) == 3
    wide = steps_for(site=county.site, object_type="article", matter=Matter.COUNTY)
    assert [step["role"] for step in wide] == [FIRST, SECRECY, OFFICE]
    assert "本单位事项" in answer.content.decode()


def test_steps_are_added_removed_and_put_in_order_without_a_script(
    county: County, keeper: Any, browser: Browser
) -> None:
    chain, client = ensure_default_chain(), browser(keeper)
    path = f"{HERE}{chain.pk}/"
    rows = [row(1, FIRST), row(3, SECRECY, limit=4, limit_unit="hours"), row(9, OFFICE),
            row(2, FIRST, limit=2)]  # fmt: skip
    client.post(path, form(*rows, name="四级审核", seen=seen(client, path)))
    chain.refresh_from_db()
    assert (chain.name, roles(chain)) == ("四级审核", [FIRST, FIRST, SECRECY, OFFICE])
    assert list(chain.steps.values_list("number", "limit", "limit_unit")) == [
        (1, 1, "days"), (2, 2, "days"), (3, 4, "hours"), (4, 1, "days"),
    ]  # fmt: skip
    rows = [row(1, FIRST), row(2, ""), row(3, SECRECY), row(4, OFFICE)]
    client.post(path, form(*rows, seen=seen(client, path)))
    assert roles(chain) == [FIRST, SECRECY, OFFICE]


def test_the_record_says_which_step_was_what(county: County, keeper: Any, browser: Browser) -> None:
    chain, client = ensure_default_chain(), browser(keeper)
    path = f"{HERE}{chain.pk}/"
    rows = [row(1, FIRST, limit=3), row(2, SECRECY), row(3, OFFICE)]
    client.post(path, form(*rows, name=chain.name, seen=seen(client, path)))
    entry = AuditEntry.objects.get(action=Action.CHAIN_CHANGED)
    assert (entry.actor_id, entry.object_title) == (keeper.pk, chain.name)
    ((label, words),) = details_in_words(entry)
    assert label == "第1步"
    assert words.startswith("部门审核，限1工作日")
    assert "→ 部门审核，限3工作日，记录：合法、准确、可公开" in words
    client.post(path, form(*rows, name=chain.name, seen=seen(client, path)))
    assert AuditEntry.objects.filter(action=Action.CHAIN_CHANGED).count() == 1


BAD: list[tuple[Sequence[dict[str, Any]], dict[str, str], str]] = [
    ([], {"matter": "own"}, "至少要有两步"),
    ([row(1, SECRECY, must_record=["lawful"])], {"matter": "own"}, "至少要有两步"),
    ([row(1, FIRST), row(2, OFFICE)], {"matter": "own"}, "缺保密审查"),
    ([row(1, FIRST), row(2, SECRECY, must_record=["safety"])], {"matter": "own"}, "还要记录"),
    ([row(1, FIRST, must_record=[]), row(2, SECRECY)], {"matter": "own"}, "没有哪一步记录：合法"),
    ([row(1, FIRST), row(2, SECRECY)], {"matter": "county"}, "最后一步要是政府办审定"),
    ([row(1, FIRST), row(2, SECRECY)], {"object_type": "article"}, "最后一步要是政府办审定"),
    ([row(1, FIRST), row(2, SECRECY), row(3, OFFICE)], {}, "至少选一项"),
    ([row(1, FIRST), row(2, SECRECY)], {"matter": "own", "name": ""}, "请填写流程的名称"),
    ([row(1, FIRST, limit=0), row(2, SECRECY)], {"matter": "own"}, "请改正下面标出的地方"),
    ([row(1, FIRST, limit=""), row(2, SECRECY)], {"matter": "own"}, "请填写时限"),
    ([row(1, "author"), row(2, SECRECY)], {"matter": "own"}, "请改正下面标出的地方"),
    ([row(1, FIRST, must_record=["magic"]), row(2, SECRECY)], {"matter": "own"}, "请改正下面"),
    ([row(n, FIRST) for n in range(1, 12)], {"matter": "own"}, "最多10步"),
    ([row(1, FIRST), row(2, SECRECY)], {"form-TOTAL_FORMS": "x"}, "没有传完整"),
    ([row(1, FIRST), row(2, SECRECY)], {"matter": "own", "object_type": "x"}, "请改正下面"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "fields", "words"), BAD)
def test_what_must_not_be_is_said_and_nothing_written(
    county: County,
    keeper: Any,
    browser: Browser,
    rows: Sequence[dict[str, Any]],
    fields: dict[str, str],
    words: str,
) -> None:
    answer = browser(keeper).post(f"{HERE}new/", {**form(*rows), **fields})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert ReviewChain.objects.count() == 1


def test_two_chains_for_the_same_are_refused(county: County, keeper: Any, browser: Browser) -> None:
    client = browser(keeper)
    sent = form(row(1, FIRST), row(2, SECRECY), matter=Matter.OWN)
    assert client.post(f"{HERE}new/", sent).status_code == 302
    answer = client.post(f"{HERE}new/", sent)
    assert "“本单位事项”的适用范围和这个一样" in answer.content.decode()
    assert ReviewChain.objects.count() == 2


def test_the_default_stays_and_matches_everything(
    county: County, keeper: Any, browser: Browser
) -> None:
    chain, client = ensure_default_chain(), browser(keeper)
    path = f"{HERE}{chain.pk}/"
    page = client.get(path).content.decode()
    assert 'name="matter"' not in page
    assert "删除流程" not in page
    rows = [row(1, FIRST), row(2, SECRECY), row(3, OFFICE)]
    client.post(path, form(*rows, matter=Matter.OWN, seen=seen(client, path)))
    chain.refresh_from_db()
    assert chain.matter == ""
    answer = client.post(f"{path}delete/", follow=True)
    assert "默认流程不能删除" in said(answer)
    assert roles(chain) == [FIRST, SECRECY, OFFICE]


def test_a_deleted_chain_gives_way_and_stays_on_record(
    county: County, keeper: Any, browser: Browser
) -> None:
    steps = tuple(Step(role, must_record=BY_ROLE[role]) for role in (FIRST, SECRECY))
    made = save_chain(by=keeper, plan=Plan("本单位事项", matter=Matter.OWN, steps=steps))
    client = browser(keeper)
    assert "已删除" in said(client.post(f"{HERE}{made.pk}/delete/", follow=True))
    assert len(steps_for(site=county.site, object_type="article", matter=Matter.OWN)) == 3
    assert not ReviewStep.objects.filter(chain_id=made.pk).exists()
    entry = AuditEntry.objects.get(action=Action.CHAIN_DELETED)
    assert entry.details["step_2"][0].startswith("保密审查")
    assert client.post(f"{HERE}{made.pk}/delete/").status_code == 404


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    county: County, keeper: Any, browser: Browser
) -> None:
    chain, client = ensure_default_chain(), browser(keeper)
    path = f"{HERE}{chain.pk}/"
    old = seen(client, path)
    chain.steps.filter(number=1).update(limit=5)
    rows = [row(1, FIRST), row(2, SECRECY), row(3, OFFICE)]
    answer = client.post(path, form(*rows, seen=old))
    assert answer.status_code == 409
    assert "别人改过" in answer.content.decode()
    assert chain.steps.get(number=1).limit == 5


def test_the_list_shows_which_chain_wins(county: County, keeper: Any, browser: Browser) -> None:
    whole = plan_of(ensure_default_chain()).steps
    for name, match in {
        "甲文章": {"object_type": "article"},
        "乙乡镇": {"organisation_kind": "township"},
        "丙本单位": {"matter": Matter.OWN},
    }.items():
        save_chain(by=keeper, plan=Plan(name, steps=whole, **match))
    client = browser(keeper)
    page = client.get(HERE)
    place = page.context["kinds"].index("信息")
    other = page.context["kinds"].index("三公经费表")
    used = {(str(kind), str(matter)): found for kind, matter, found in page.context["used"]}
    assert used["乡镇街道", "本单位事项"][place].name == "甲文章"
    assert used["乡镇街道", "本单位事项"][other].name == "丙本单位"
    assert used["乡镇街道", "全县性事项"][other].name == "乙乡镇"
    assert used["县政府部门", "全县性事项"][other].name == "三级审核"
    assert ("县政府", "本单位事项") not in used


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COUNTY_ADMINISTRATOR])
def test_nobody_else_comes_near(county: County, browser: Browser, role: Role) -> None:
    chain, person = ensure_default_chain(), user("somebody", county.site, role)
    client = browser(person)
    assert f'href="{HERE}"' not in client.get("/admin/review/").content.decode()
    for path in (HERE, f"{HERE}new/", f"{HERE}{chain.pk}/"):
        assert client.get(path).status_code == 404
    assert client.post(f"{HERE}{chain.pk}/delete/").status_code == 404
    with pytest.raises(ReviewRefused, match="县级管理员"):
        save_chain(by=person, plan=plan_of(chain), chain=chain)


def test_the_county_finds_the_door(county: County, keeper: Any, browser: Browser) -> None:
    assert f'href="{HERE}"' in browser(keeper).get("/admin/review/").content.decode()


def test_a_chain_that_is_gone_is_not_made_again(county: County, keeper: Any) -> None:
    steps = tuple(Step(role, must_record=BY_ROLE[role]) for role in (FIRST, SECRECY))
    made = save_chain(by=keeper, plan=Plan("本单位事项", matter=Matter.OWN, steps=steps))
    plan = plan_of(made)
    ReviewChain.objects.filter(pk=made.pk).delete()
    with pytest.raises(ContentChanged):
        save_chain(by=keeper, plan=plan, chain=made)
    assert ReviewChain.objects.count() == 1


def test_more_chains_ask_no_more(
    county: County, keeper: Any, browser: Browser, django_assert_num_queries: Any
) -> None:
    client, whole = browser(keeper), plan_of(ensure_default_chain()).steps
    client.get(HERE)
    client.get(HERE)
    few = counted(client, HERE)
    for kind in ("township", "village", "institution"):
        save_chain(by=keeper, plan=Plan(kind, organisation_kind=kind, steps=whole))
    with django_assert_num_queries(few):
        client.get(HERE)
