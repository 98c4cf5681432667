"""The import page: upload, look at what would happen, confirm."""

from base64 import b64decode, b64encode
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cms.expenses.editing.access import writable_sites
from cms.expenses.editing.forms import UploadForm
from cms.expenses.importing import CHANGED, CREATED, REFUSED, UNCHANGED, Planned
from cms.expenses.items import STAGE_LABELS
from cms.expenses.services import ImportResult, import_statements
from sitegroup.exceptions import ImportRefused, Problem

SALT = "cms.expenses.import"
LONGEST_WAIT = 3600
OUTCOMES = {
    CREATED: gettext_lazy("新增"),
    CHANGED: gettext_lazy("修改"),
    UNCHANGED: gettext_lazy("没有变化"),
    REFUSED: gettext_lazy("不导入"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """导入: nothing is written before the second step."""
    if not writable_sites(request.user).exists():
        messages.error(request, _("您不是任何单位的起草人，不能导入。"))
        return redirect("expenses_index")
    if request.method == "POST" and "held" in request.POST:
        return _confirm(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _look(request, form)
    return _page(request, form, status=422 if form.errors else 200)


def _run(request: HttpRequest, wish: dict[str, Any], *, check: bool) -> ImportResult:
    return import_statements(
        data=wish["data"],
        filename=wish["filename"],
        year=wish["year"],
        by=request.user,
        check=check,
        sites=writable_sites(request.user),
    )


def _look(request: HttpRequest, form: UploadForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    wish = {"data": file.read(), "filename": file.name, "year": form.cleaned_data["year"]}
    try:
        result = _run(request, wish, check=True)
    except ImportRefused as refused:
        return _page(request, form, problems=refused.problems, status=422)
    return _page(request, form, result=result, held=_hold(request, wish))


def _hold(request: HttpRequest, wish: dict[str, Any]) -> str:
    """The file goes to the browser and back, signed for this person: nothing is kept here."""
    held = {**wish, "data": b64encode(wish["data"]).decode(), "user": request.user.pk}
    return signing.dumps(held, salt=SALT, compress=True)


def _confirm(request: HttpRequest) -> HttpResponse:
    try:
        wish = signing.loads(request.POST["held"], salt=SALT, max_age=LONGEST_WAIT)
    except signing.BadSignature:
        messages.error(request, _("预览已经过了1小时，请重新选择文件。没有导入任何内容。"))
        return redirect("expenses_import")
    if wish["user"] != request.user.pk:
        messages.error(request, _("请重新选择文件。没有导入任何内容。"))
        return redirect("expenses_import")
    try:
        result = _run(request, {**wish, "data": b64decode(wish["data"])}, check=False)
    except ImportRefused as refused:
        return _page(request, UploadForm(), problems=refused.problems, status=422)
    counts = result.counts
    messages.success(
        request,
        _("新增%(created)d张，修改%(changed)d张，没有变化%(unchanged)d张，不导入%(refused)d张。"
          "都存为草稿，核对后送审。") % counts,
    )  # fmt: skip
    return redirect("expenses_index")


def _page(
    request: HttpRequest,
    form: UploadForm,
    *,
    result: ImportResult | None = None,
    problems: list[Problem] | None = None,
    held: str = "",
    status: int = 200,
) -> HttpResponse:
    found = list(result.problems) if result else problems or []
    rows = [_row(planned) for planned in (result.statements if result else ())]
    counts = result.counts if result else None
    context = {
        "tab": "import",
        "form": form,
        "rows": rows,
        "problems": found,
        "errors": sum(problem.level == "error" for problem in found),
        "warnings": sum(problem.level != "error" for problem in found),
        "held": held if counts and counts[CREATED] + counts[CHANGED] else "",
        "nothing_new": bool(counts and not counts[CREATED] + counts[CHANGED]),
        "counts": counts,
    }
    return render(request, "expenses/admin/import.html", context, status=status)


def _row(planned: Planned) -> dict[str, Any]:
    """One line of the preview; what is refused is named as far as it could be read."""
    figures = planned.figures or planned.reading.figures
    entry = planned.reading.entry
    return {
        "unit": planned.unit,
        "year": figures.year if figures else "",
        "stage": STAGE_LABELS[figures.stage] if figures else "",
        "total": figures.amount("total", figures.current) if planned.figures and figures else None,
        "outcome": OUTCOMES[planned.outcome],
        "refused": planned.outcome == REFUSED,
        "sheet": entry.sheet.name,
        "row": entry.row + 1,
    }
