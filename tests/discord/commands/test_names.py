"""Names of files that people give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.commands.names import safe_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.md", "report.md"),
        ("Bericht über Köln.TXT", "Bericht über Köln.txt"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.md", "win.md"),
        ("/abs/olute.html", "olute.html"),
        (".bashrc", "bashrc"),
        ("..", "article"),
        ("", "article"),
        (".md", "md"),
        ("a\x00b\n\u202ec.md", "a_b_c.md"),
        ("notes.md~", "notes.md_"),
        ("x" * 300 + ".md", None),
    ],
)
def test_a_name_keeps_its_ending_and_loses_what_could_do_harm(given: str, kept: str | None) -> None:
    name = safe_name(given)
    assert kept is None or name == kept


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder(given: str) -> None:
    name = safe_name(given)
    assert name
    assert not name.startswith(".")
    assert not set(name) & set("/\\\x00\n\r")
    assert len(name.encode()) < 230


@given(st.text(min_size=300, max_size=400))
def test_long_names_that_differ_stay_different(given: str) -> None:
    one, other = safe_name(f"a{given}b.md"), safe_name(f"a{given}c.md")
    assert one.endswith(".md")
    assert len(one) <= len(f"a{given}b.md")
    assert one != other or one == safe_name("article.md")
