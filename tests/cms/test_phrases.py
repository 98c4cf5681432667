"""Titles break where a reader would pause, and lose nothing by it."""

from hypothesis import given
from hypothesis import strategies as st

from cms.pages.representation import phrases

WORDS = ["云溪县", "人民政府", "关于", "印发", "《", "》", "的", "通知", "2026年", "（试行）"]
TITLES = st.lists(st.sampled_from(WORDS), max_size=14).map("".join) | st.text(max_size=60)


@given(TITLES)
def test_nothing_is_lost(title: str) -> None:
    assert "".join(phrases(title)) == title


@given(st.text("云溪县工伤保险条例 a1", min_size=1, max_size=20), TITLES)
def test_the_name_of_a_document_is_never_broken(name: str, rest: str) -> None:
    quoted = f"《{name}》"
    title = f"关于印发{quoted}的{rest.replace('《', '').replace('》', '')}"
    assert any(quoted in phrase for phrase in phrases(title))


def test_a_title_breaks_between_its_parts() -> None:
    parts = phrases("云溪县人民政府关于印发《云溪县防汛抗旱应急预案》的通知")
    assert (parts[0], parts[-1]) == ("云溪县人民政府", "《云溪县防汛抗旱应急预案》的通知")
