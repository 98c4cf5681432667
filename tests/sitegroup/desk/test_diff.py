"""What the desk says has changed."""

from hypothesis import given
from hypothesis import strategies as st

from sitegroup.guard.releasable import ReviewField
from sitegroup.review.desk.diff import FieldDiff, compare


def one(old: str, new: str) -> FieldDiff:
    """The comparison of one field."""
    found: FieldDiff = compare([ReviewField("正文", old)], [ReviewField("正文", new)])[0]
    return found


def test_only_the_words_that_differ_are_marked() -> None:
    pieces = one("设班72个，每班45人。", "设班74个，每班45人。").pieces
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "设班"), ("removed", "72"), ("added", "74"), ("same", "个，每班45人。")
    ]  # fmt: skip


def test_a_new_line_is_one_addition() -> None:
    pieces = one("第一段。\n第三段。", "第一段。\n第二段。\n第三段。").pieces
    assert [p.text for p in pieces if p.kind == "added"] == ["第二段。\n"]
    assert not [p for p in pieces if p.kind == "removed"]


def test_a_field_that_is_gone_is_all_removed() -> None:
    gone = compare([ReviewField("附件", "名单.xlsx")], [ReviewField("标题", "通知")])[-1]
    assert [(p.kind, p.text) for p in gone.pieces] == [("removed", "名单.xlsx")]


def test_without_an_older_version_nothing_is_marked() -> None:
    found = compare(None, [ReviewField("标题", "通知"), ReviewField("来源", "")])
    assert [(f.label, f.changed) for f in found] == [("标题", False)]


@given(st.text(max_size=200), st.text(min_size=1, max_size=200))
def test_both_versions_can_be_read_back_from_the_marks(old: str, new: str) -> None:
    found = one(old, new)
    assert "".join(p.text for p in found.before) == old
    assert "".join(p.text for p in found.after) == new
    assert found.changed == (old != new)
