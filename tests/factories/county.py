"""A portal, units, people and articles."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal
from wagtail.models import Collection, Locale, Page
from wagtail.rich_text import RichText

from cms.pages.factory import UnitSpec, make_site
from cms.pages.models import Article, Channel
from sitegroup.models import Membership, ReviewCase, Role, Site
from sitegroup.review.questions import required
from sitegroup.review.services import decide, submit

COLUMNS: list[dict[str, Any]] = [
    {"slug": "gzdt", "name": "工作动态", "type": "工作动态", "description": "单位工作动态"},
    {
        "slug": "zfxxgk",
        "name": "政府信息公开",
        "type": "信息公开目录",
        "children": [
            {"slug": "zhinan", "name": "公开指南", "type": "信息公开指南", "feature": "single"},
            {"slug": "sangong", "name": "三公经费", "type": "数据发布", "feature": "expenses"},
            {"slug": "bmwj", "name": "部门文件", "type": "政策文件"},
        ],
    },
    {"slug": "sjkf", "name": "开放数据", "type": "数据开放", "feature": "datasets"},
]


def ground() -> None:
    """What migrations made, where a test that commits has emptied the tables."""
    if Locale.objects.exists():
        return
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    Locale.objects.create(language_code="zh-hans")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    kind, _made = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    Permission.objects.get_or_create(
        content_type=kind, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )


def portal(host: str = "portal.test") -> Site:
    """The county's portal at portal.test."""
    ground()
    spec = UnitSpec("portal", "云溪县人民政府", "portal", host=host)
    site, _state = make_site(spec, columns=COLUMNS)
    return site


def unit(
    code: str, *, kind: str = "department", mode: str = "path", name: str = "", host: str = ""
) -> Site:
    """A unit below the portal (which must exist), in path mode or at <code>.test."""
    host = host or (f"{code}.test" if mode == "host" else "")
    spec = UnitSpec(code, name or f"云溪县{code}局", kind, mode=mode, host=host)
    site, _state = make_site(spec, columns=COLUMNS)
    return site


def user(username: str, site: Site | None = None, *roles: str, **fields: Any) -> Any:
    """A person, with roles in one unit; the password is the username."""
    made = get_user_model().objects.create_user(username, password=username, **fields)
    for role in roles:
        Membership.objects.create(user=made, site=site, role=role)
    return made


def reviewers(site: Site, office: Site) -> list[Any]:
    """The three who decide, in the order of the steps."""
    return [
        user(f"{site.code}-reviewer", site, Role.DEPARTMENT_REVIEWER),
        user(f"{site.code}-secrecy", site, Role.SECRECY_REVIEWER),
        user(f"{site.code}-office", office, Role.OFFICE_REVIEWER),
    ]


def article(
    site: Site, title: str = "关于开展冬季道路养护的通知", *, by: Any = None, column: str = "gzdt",
    text: str = "<p>定于下周一开始。</p>", **fields: Any,
) -> Article:  # fmt: skip
    """A draft in a column of the site, with one revision."""
    slug = column.rsplit("/", 1)[-1]
    parent = Channel.objects.get(site=site, slug=slug)
    page = Article(title=title, site=site, owner=by, live=False, **fields)
    page.body = [("text", RichText(text))]
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page


def agree(case: ReviewCase, by: Any, **given: Any) -> ReviewCase:
    """同意, with every question of the step answered as disclosure asks."""
    now = ReviewCase.objects.get(pk=case.pk)
    answers = {question.key: question.good for question in required(now.current)}
    verdict = {"decision": "approve", "opinion": "同意公开。", "answers": answers, **given}
    return decide(case_id=case.pk, by=by, **{"seen_hash": now.content_hash, **verdict})


def released(subject: Any, author: Any, deciders: list[Any]) -> Any:
    """The subject after three approvals."""
    case = submit(subject=subject, by=author)
    for decider in deciders:
        agree(case, decider)
    subject.refresh_from_db()
    return subject
