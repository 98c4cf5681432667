"""What may be asked in the query, and what is told to those who ask something else."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from cms.api.problems import BadParameters
from cms.api.representation import ParameterProblem

DEFAULT_PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100
LARGEST_ID = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2999
LONGEST_ECHO = 40
FIELDS = "fields"


class MomentField(serializers.DateTimeField):
    """A date, or a time with or without its offset (then Beijing time)."""

    def to_internal_value(self, value: Any) -> datetime:
        """A moment that every database can hold."""
        try:
            moment = super().to_internal_value(value)
        except OverflowError:  # DRF compares with a moment outside of every calendar
            self.fail("overflow")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail("overflow")
        return moment


def year_field(help_text: Any) -> serializers.IntegerField:
    """A year with four digits."""
    return serializers.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text=help_text
    )


class ItemQuery(serializers.Serializer[Any]):
    """One object: nothing to ask but `fields`."""


class ListQuery(serializers.Serializer[Any]):
    """A page of a list."""

    page_size = serializers.IntegerField(
        required=False,
        default=DEFAULT_PAGE_SIZE,
        min_value=1,
        max_value=LARGEST_PAGE_SIZE,
        help_text=gettext_lazy("一页几条，最多100。"),
    )
    cursor = serializers.CharField(
        required=False,
        max_length=400,
        help_text=gettext_lazy("翻页的位置：照抄回答里`next`或`previous`网址中的值。"),
    )


def read_query(
    kind: type[serializers.Serializer[Any]], given: QueryDict, *, choices: Collection[str] = ()
) -> dict[str, Any]:
    """The parameters by name, typed; `fields` is a tuple of the names asked for.

    Raises BadParameters, which names every parameter at fault.
    """
    query = kind(data=given)
    known = [*query.fields, *([FIELDS] if choices else [])]
    problems = [*_unknown(given, known), *_repeated(given, query)]
    if not query.is_valid():
        problems += [
            ParameterProblem(name, str(error.code), f"{name}：{error}")
            for name, errors in query.errors.items()
            for error in _flat(errors)
        ]
    fields = tuple(name for name in given.get(FIELDS, "").split(",") if name) if choices else ()
    problems += _unknown_fields(fields, choices)
    if problems:
        raise BadParameters(problems)
    return {**query.validated_data, FIELDS: fields}


def _flat(errors: Any) -> Iterable[Any]:
    """A list's own errors, and those of its members by their place."""
    if isinstance(errors, dict):
        return [error for several in errors.values() for error in several]
    return list(errors)


def _unknown(given: QueryDict, known: list[str]) -> list[ParameterProblem]:
    usable = _("可用的参数：%s。") % "、".join(known) if known else _("这个网址不用参数。")
    return [
        ParameterProblem(
            name[:LONGEST_ECHO],
            "unknown_parameter",
            _("没有“%s”这个参数。") % name[:LONGEST_ECHO] + usable,
        )
        for name in given
        if name not in known
    ]


def _repeated(given: QueryDict, query: serializers.Serializer[Any]) -> list[ParameterProblem]:
    return [
        ParameterProblem(name, "repeated_parameter", _("参数%s只能写一次。") % name)
        for name, values in given.lists()
        if len(values) > 1 and (name in query.fields or name == FIELDS)
        if not isinstance(query.fields.get(name), serializers.ListField)
    ]


def _unknown_fields(names: tuple[str, ...], choices: Collection[str]) -> list[ParameterProblem]:
    return [
        ParameterProblem(
            FIELDS,
            "unknown_field",
            _("没有“%(name)s”这一项。可选：%(choices)s。")
            % {"name": name[:LONGEST_ECHO], "choices": "、".join(choices)},
        )
        for name in names
        if name not in choices
    ]


def lookups_of(asked: dict[str, Any], lookups: dict[str, str]) -> dict[str, Any]:
    """The filters of a query set for those parameters that were given."""
    return {lookup: asked[name] for name, lookup in lookups.items() if name in asked}
