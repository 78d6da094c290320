"""`dateline add https://...`, against a site on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.main import main
from tests.cli.conftest import Run
from tests.fakes.library import FakeLibrary
from tests.index.program import front
from tests.web_server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def test_a_link_is_fetched_and_added_with_its_address(
    run: Run, site: Site, library: FakeLibrary, home: Path
) -> None:
    link = site.page("/ferry", "It ran aground.", content_type="text/plain")
    result = run("add", link)
    (key,) = library.stored
    assert result.code == 0
    assert result.out.splitlines() == [f"added {key}", "1 added"]
    assert f"Fetching {link}…" in result.err
    assert library.stored[key].url == link
    assert [path.stem for path in (home / "links").iterdir()] == [key]
    assert run("add", link).out == "1 unchanged\n"
    site.page("/ferry", "It was towed away.", content_type="text/plain")
    assert run("add", f"{link}#top").out.splitlines()[-1] == "1 updated"
    assert len(library.stored) == 1


def test_files_and_links_may_be_mixed_and_a_failure_stops_nothing(
    run: Run, site: Site, starter: Path, library: FakeLibrary
) -> None:
    link = site.page("/ferry", "It ran aground.", content_type="text/plain")
    result = run("add", str(starter), f"{site.url}/lost", link, "--json")
    assert result.code == 1
    assert (result.json["added"], result.json["failed"]) == (3, 1)
    assert result.json["errors"] == [
        {
            "path": f"{site.url}/lost",
            "line": None,
            "error": f"{site.url}/lost: The site answered 404 (Not Found). Check the link.",
        }
    ]
    assert len(library.stored) == 3


def test_a_path_that_is_not_there_is_refused_before_anything_is_fetched(
    run: Run, site: Site
) -> None:
    assert run("add", f"{site.url}/ferry", "no-such-folder").code == 2
    assert site.asked == []


def test_a_password_in_a_link_is_not_printed(run: Run) -> None:
    result = run("add", "https://me:secret@example.org/a")
    assert result.code == 1
    line = "error: https://example.org/a: The link holds a user name. Give it without."
    assert line in result.err.splitlines()
    assert "secret" not in result.err


def test_a_page_without_text_is_named_by_its_link(
    site: Site, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = site.page("/empty", "<html><body></body></html>")
    assert main(["add", link, "--home", str(home)], front=front()) == 1
    printed = capsys.readouterr()
    assert f"error: {link}: this page has no article text." in printed.err
    assert printed.out == "1 failed\n"
