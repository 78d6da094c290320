"""One browser for all tests; `make test-browser` installs what drives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.evaluation import baseline as kept
from bot.evaluation import gate
from bot.evaluation.html.page import write
from tests.chromium import CHROMIUM, FLAGS
from tests_browser import runs


@dataclass(slots=True)
class Shown:
    """A report in a browser, and what it did beside being shown."""

    page: Page
    said: list[str] = field(default_factory=list)  # to the console, errors and refusals among it
    asked: list[str] = field(default_factory=list)  # requests
    opened: list[str] = field(default_factory=list)  # dialogs


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", type=Path, help="the folder to write the pictures to")


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go."""
    chosen: Path | None = request.config.getoption("--pictures")
    return chosen or tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail("There is no chromium. Run: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports that are shown, each written once."""
    folder = tmp_path_factory.mktemp("reports")
    for name, (run, baseline) in runs.all_of_them().items():
        write(run, folder / f"{name}.html", baseline=baseline)
    verdict = gate.check(runs.before(), kept.of(runs.now()))
    write(runs.before(), folder / "gated.html", gate=verdict)
    return folder


Show = Callable[..., Shown]


@pytest.fixture
def show(browser: Browser, reports: Path) -> Iterator[Show]:
    """Opens a report by its name (tests_browser/runs.py), offline; options: the context's."""
    contexts = []

    def shown(name: str, **options: object) -> Shown:
        given = {"offline": True, "viewport": {"width": 1280, "height": 900}, **options}
        context = browser.new_context(**given)  # type: ignore[arg-type]  # as playwright has them
        contexts.append(context)
        result = Shown(context.new_page())
        result.page.on("console", lambda message: result.said.append(message.text))
        result.page.on("pageerror", lambda error: result.said.append(str(error)))
        result.page.on("dialog", lambda dialog: result.opened.append(dialog.message))
        context.on("request", lambda request: result.asked.append(request.url))
        result.page.goto((reports / f"{name}.html").as_uri())
        return result

    yield shown
    for context in contexts:
        context.close()
