"""Rows of a table of units that are not taken: each bad cell is named, and nothing is written."""

from collections.abc import Callable

import pytest

from tests.cms.pages.conftest import County, Outcome, rows_held

Importer = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("A b,农业局,department,,,,,", "code", "bad_code"),
        ("a,农业局,department,,,,,", "code", "bad_code"),
        ("search,农业局,department,,,,,", "code", "reserved_code"),
        ("API,农业局,department,,,,,", "code", "reserved_code"),
        ("nyj,,department,,,,,", "name", "bad_name"),
        ("nyj,农业局,科室,,,,,", "kind", "bad_kind"),
        ("nyj,农业局,department,nyj,,,,", "parent", "own_parent"),
        ("nyj,农业局,department,,hosts,,,", "mode", "bad_mode"),
        ("nyj,农业局,department,,,,,blue", "theme", "bad_theme"),
        ("nyj,农业局,department,,path,,nyj.test,", "host", "host_in_path_mode"),
        ("nyj,农业局,department,,host,,http://nyj.test,", "host", "bad_host"),
        ("nyj,农业局,department,,host,,,", "host", "missing_host"),
        ("nyj,农业局,department,,host,/bm/nyj/,nyj.test,", "path", "path_in_host_mode"),
        ("nyj,农业局,department,,,/nyj,,", "path", "bad_path"),
        ("nyj,农业局,department,,,/api/v1/,,", "path", "reserved_path"),
        ("nyj,农业局,department,,,/zfxxgk/bmwj/,,", "path", "taken_path"),
        ("nyj,农业局,department,,,/bm/slj/,,", "path", "taken_path"),
        ("nyj,农业局,department,,,/bm/jyj/,,", "path", "taken_path"),
        ("nyj,农业局,department,,host,,jyj.test,", "host", "taken_host"),
        ("nyj,农业局,department,,host,,portal.test,", "host", "taken_host"),
        ("nyj,农业局,department,nobody,,,,", "parent", "missing_parent"),
        ("gov2,某县,portal,,,,gov.test,", "kind", "taken_kind"),
        ("portal,云溪县政府,department,,,,,", "kind", "portal_kind"),
    ],
)
def test_a_bad_row_is_refused_with_its_cell(
    county: County, import_units: Importer, row: str, column: str, code: str
) -> None:
    held = rows_held()
    outcome = import_units(row)
    assert outcome.code == 1
    assert [(p["row"], p["column"], p["code"]) for p in outcome.problems] == [(2, column, code)]
    assert outcome.problems[0]["mend"]
    assert rows_held() == held
