"""审核流程: the chains, what each is for, which one wins where; and the form of one."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitegroup.models import Matter, OrganisationKind, ReviewChain
from sitegroup.review.chain_keeping import (
    Plan,
    delete_chain,
    fingerprint,
    is_default,
    plan_of,
    save_chain,
)
from sitegroup.review.chains import chain_for, ensure_default_chain
from sitegroup.review.desk.chain_forms import (
    ChainForm,
    Steps,
    content_kinds,
    plan_from,
    said_against,
    shown_rows,
)
from sitegroup.review.exceptions import ContentChanged, ReviewRefused

FORM = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Row:
    """One chain in words."""

    chain: ReviewChain
    matches: tuple[str, str, str]
    steps: list[Any]
    is_default: bool


def _chains() -> list[ReviewChain]:
    """All of them, the default first."""
    ensure_default_chain()
    found = ReviewChain.objects.prefetch_related("steps").order_by("name", "pk")
    return sorted(found, key=lambda chain: not is_default(chain))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list, and which chain is used for what."""
    chains, kinds = _chains(), content_kinds()
    context = {
        "tab": "chains",
        "rows": [_row(chain, kinds) for chain in chains],
        "kinds": list(kinds.values()),
        "used": list(_used(chains, kinds)),
    }
    return render(request, "sitegroup/desk/chains.html", context)


def _row(chain: ReviewChain, kinds: dict[str, str]) -> Row:
    anything = _("不限")
    matches = (
        str(chain.get_organisation_kind_display() or anything),
        kinds.get(chain.object_type, chain.object_type) or anything,
        str(chain.get_matter_display() or anything),
    )
    return Row(chain, matches, list(chain.steps.all()), is_default(chain))


def _used(chains: list[ReviewChain], kinds: dict[str, str]) -> Any:
    """(kind of unit, kind of matter, the chain for each kind of content).

    The portal has no matters of its own: what it publishes is the county's.
    """
    for kind in OrganisationKind:
        for matter in (Matter.COUNTY,) if kind == OrganisationKind.PORTAL else Matter:
            found = [
                chain_for(chains, kind=kind, object_type=object_type, matter=matter)
                for object_type in kinds
            ]
            yield kind.label, matter.label, found


@FORM
def create(request: HttpRequest) -> HttpResponse:
    """A new chain; it begins with the default's steps."""
    start = plan_of(ensure_default_chain())
    return _edit(request, None, Plan("", steps=start.steps))


@FORM
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One chain."""
    chain = get_object_or_404(ReviewChain.objects.prefetch_related("steps"), pk=pk)
    return _edit(request, chain, plan_of(chain))


def _edit(request: HttpRequest, chain: ReviewChain | None, plan: Plan) -> HttpResponse:
    if request.method == "POST":
        return _sent(request, chain)
    initial = {"name": plan.name, **plan.match}
    form = ChainForm(initial=initial, chain=chain)
    return _form(request, chain, form, Steps(initial=shown_rows(plan)), seen=fingerprint(plan))


def _sent(request: HttpRequest, chain: ReviewChain | None) -> HttpResponse:
    form, steps = ChainForm(request.POST, chain=chain), Steps(request.POST)
    seen = request.POST.get("seen", "")
    right = form.is_valid() and steps.is_valid()
    problems = said_against(plan_from(form, steps), chain) if right else []
    if not right or problems:
        status = HTTPStatus.BAD_REQUEST
        return _form(request, chain, form, steps, seen=seen, status=status, problems=problems)
    try:
        saved = save_chain(by=request.user, plan=plan_from(form, steps), chain=chain, seen=seen)
    except (ContentChanged, ReviewRefused) as error:
        status, problems = HTTPStatus.CONFLICT, [str(error)]
        return _form(request, chain, form, steps, seen=seen, status=status, problems=problems)
    messages.success(
        request,
        _("“%(name)s”已保存，以后送审的按它办；正在审的仍按送审时的环节办。")
        % {"name": saved.name},
    )
    return redirect("review:chains")


def _form(
    request: HttpRequest,
    chain: ReviewChain | None,
    form: ChainForm,
    steps: Any,
    *,
    seen: str,
    status: int = HTTPStatus.OK,
    problems: list[str] | None = None,
) -> HttpResponse:
    wrong = [*(problems or []), *steps.non_form_errors()]
    if not wrong and (form.errors or any(steps.errors)):
        wrong = [_("没有保存：请改正下面标出的地方。")]
    context = {
        "tab": "chains",
        "chain": chain,
        "is_default": bool(chain and is_default(chain)),
        "form": form,
        "steps": steps,
        "seen": seen,
        "problems": wrong,
    }
    return render(request, "sitegroup/desk/chain.html", context, status=status)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """删除流程."""
    chain = get_object_or_404(ReviewChain, pk=pk)
    try:
        delete_chain(by=request.user, chain=chain)
        messages.success(
            request,
            _("“%(name)s”已删除，以后送审的按其他合适的流程办；正在审的不受影响。")
            % {"name": chain.name},
        )
    except (ContentChanged, ReviewRefused) as error:
        messages.error(request, str(error))
    return redirect("review:chains")
