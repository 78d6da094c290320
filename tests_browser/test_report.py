"""The report in a real browser: quiet, reachable, sortable, readable, printable."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests_browser.conftest import Show

SHOWN = "#list tbody tr:not([hidden])"
# All that can be focused and is shown; what a closed question holds is not.
_REACHABLE = """() => [...document.querySelectorAll(
  'a[href], button, input, select, summary, [tabindex="0"]'
)].filter(one => one.checkVisibility({ contentVisibilityAuto: true }) && !one.closest('.skip'))
  .map((one, place) => { one.dataset.place = place; return String(place); })"""
_FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  return [one.dataset.place ?? null, style.outlineStyle !== 'none' && style.outlineWidth !== '0px'];
}"""
# WCAG's contrast of each text with the first background behind it that is not transparent.
_FAINT = """() => {
  const light = css => {
    const [r, g, b] = css.match(/[\\d.]+/g).map(part => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const clear = css => css === 'transparent' || css === 'rgba(0, 0, 0, 0)';
  const behind = one => {
    while (one && clear(getComputedStyle(one).backgroundColor)) one = one.parentElement;
    return getComputedStyle(one ?? document.body).backgroundColor;
  };
  const faint = [];
  for (const one of document.querySelectorAll('body *')) {
    const said = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!said || !one.checkVisibility() || one.closest('script, option, title, desc')) continue;
    const style = getComputedStyle(one);
    const text = one instanceof SVGElement ? style.fill : style.color;
    const [low, high] = [light(text), light(behind(one))].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faint.push(`${one.tagName} ${one.textContent.trim()} ${contrast}`);
  }
  return faint;
}"""


def numbers(page: Page) -> list[int]:
    """The places of the questions that are shown, in the order in which they are."""
    return [int(text) for text in page.locator(f"{SHOWN} > td:first-child").all_inner_texts()]


def test_nothing_is_asked_of_the_network_and_nothing_is_complained_of(show: Show) -> None:
    for name in ("compared", "alone", "hostile"):
        shown = show(name)
        shown.page.locator("#open").click()
        shown.page.wait_for_load_state("networkidle")
        assert shown.said == []
        assert shown.opened == []
        assert {*shown.asked} == {shown.page.url}


def test_the_verdict_stands_on_the_first_screen(show: Show) -> None:
    page = show("compared").page
    expect(page.locator("h1")).to_have_text("35 of 40 questions came out right (88\xa0%).")
    expect(page.locator("header .change")).to_contain_text("Since the baseline: better.")
    expect(page.locator(".tile").first).to_be_in_viewport()


def test_filters_show_what_fits_and_say_how_many(show: Show) -> None:
    page = show("compared").page
    expect(page.locator("#count")).to_have_text("40 of 40 questions")
    page.get_by_label("Outcome").select_option("answer wrong")
    expect(page.locator("#count")).to_have_text("4 of 40 questions")
    page.locator("#tag").select_option("place")
    tags = page.locator(f"{SHOWN} > td:nth-child(4)").all_inner_texts()
    assert tags
    assert {*tags} == {"place"}
    page.locator("#text").fill("no such words")
    expect(page.locator("#none")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(SHOWN)).to_have_count(40)
    page.locator("#text").fill("BRIDGE 17?")
    expect(page.locator(SHOWN)).to_have_count(1)
    page.locator("#text").fill("")
    page.get_by_label("Since the baseline").select_option("fixed")
    assert len(numbers(page)) < 40
    expect(page.locator(SHOWN).first).to_contain_text("fixed")


def test_filters_work_on_a_narrow_screen_and_nothing_reaches_over_its_edge(show: Show) -> None:
    page = show("alone", viewport={"width": 360, "height": 700}).page
    page.get_by_label("Outcome").select_option("error")
    assert [row.is_visible() for row in page.locator("#list tbody tr").all()].count(True) == 1
    page.locator("#open").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_columns_sort_both_ways_and_say_so(show: Show) -> None:
    page = show("alone").page
    assert numbers(page) == [*range(1, 41)]
    heading = page.locator("th", has=page.get_by_role("button", name="Time"))
    for direction in ("ascending", "descending"):
        heading.get_by_role("button").click()
        expect(heading).to_have_attribute("aria-sort", direction)
        times = page.locator(f"{SHOWN} > td:nth-child(6)").all_inner_texts()
        values = [float(text.split()[0]) for text in times]
        assert values == sorted(values, reverse=direction == "descending")
    assert page.locator("[aria-sort]").count() == 1
    page.get_by_role("button", name="#").click()
    assert numbers(page) == [*range(1, 41)]


def test_a_question_opens_to_its_quotes_in_their_passages(show: Show) -> None:
    page = show("compared").page
    page.get_by_label("Outcome").select_option("right")
    question = page.locator(SHOWN).first
    question.locator("summary").click()
    expect(question.locator("mark.both").first).to_be_visible()
    expect(question.get_by_text("gold evidence").first).to_be_visible()
    question.get_by_role("link", name="Quote 1").click()
    expect(question.locator("blockquote:target")).to_be_in_viewport()


def test_the_keyboard_reaches_everything_and_shows_where_it_is(show: Show) -> None:
    page = show("compared").page
    wanted = page.evaluate(_REACHABLE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the questions")).to_be_focused()
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        place, outlined = page.evaluate(_FOCUSED)
        assert outlined, page.evaluate("document.activeElement.outerHTML")
        reached.append(place)
    assert reached == wanted


def test_the_keyboard_opens_sorts_and_skips(show: Show) -> None:
    page = show("alone").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#questions")).to_be_in_viewport()
    page.get_by_role("button", name="Confidence").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-key=confidence]")).to_have_attribute("aria-sort", "ascending")
    page.locator(f"{SHOWN} summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{SHOWN} details").first).to_have_attribute("open", "")


def test_a_screen_reader_hears_names_for_all_of_it(show: Show) -> None:
    page = show("compared").page
    for name in ("Risk and coverage", "Recall", "By tag", "Time"):
        expect(page.get_by_role("img", name=name)).to_be_visible()
        page.get_by_text(f"{name} as a table").click()
        expect(page.get_by_role("region", name=f"{name} as a table")).to_be_visible()
    assert page.get_by_role("columnheader", name="Outcome").count() == 1
    nameless = "button:empty, summary:empty, a:empty"
    assert page.locator(nameless).count() == 0
    levels = [
        int(tag[1])
        for tag in page.locator("h1, h2, h3").evaluate_all("all => all.map(h => h.tagName)")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_first_screen_has_the_verdict_and_the_headline_figures(
    show: Show, pictures: Path
) -> None:
    page = show("compared", viewport={"width": 1000, "height": 860}).page
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    for name in ("Answers right", "Rightly refused", "Wrongly refused"):
        expect(page.get_by_text(name, exact=True).first).to_be_in_viewport(ratio=1)
    page.screenshot(path=pictures / "report.png")


def test_the_gate_names_the_questions_that_did_it_and_leads_to_them(show: Show) -> None:
    page = show("gated").page
    expect(page.get_by_text("gate failed")).to_be_in_viewport(ratio=1)
    culprit = page.locator(".culprits a").first
    reply = page.locator(culprit.get_attribute("href") or "")
    expect(reply).not_to_be_visible()
    culprit.press("Enter")
    expect(reply).to_be_in_viewport()
    assert page.evaluate(_FAINT) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_are_readable(scheme: str, show: Show, pictures: Path) -> None:
    page = show("compared", color_scheme=scheme).page
    page.locator("details").evaluate_all("all => all.slice(0, 8).forEach(one => one.open = true)")
    assert page.evaluate(_FAINT) == []
    page.screenshot(path=pictures / f"report-{scheme}.png", full_page=True)
    red = page.evaluate("getComputedStyle(document.body).backgroundColor").split("(")[1]
    assert (int(red.split(",")[0]) < 60) is (scheme == "dark")


def test_print_is_light_opened_and_without_controls(show: Show, tmp_path: Path) -> None:
    page = show("compared", color_scheme="dark").page
    page.get_by_label("Outcome").select_option("answer wrong")
    page.emulate_media(media="print")
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.locator(f"{SHOWN} mark").first).to_be_visible()
    visible = (
        "all => all.filter(one => one.checkVisibility({ contentVisibilityAuto: true })).length"
    )
    assert page.locator(f"{SHOWN} .more").evaluate_all(visible) == 4
    assert page.evaluate(_FAINT) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    written = page.pdf(path=tmp_path / "report.pdf", format="A4", print_background=True)
    assert written.startswith(b"%PDF")
    assert 3 <= written.count(b"/Type /Page\n") <= 20


def test_without_scripts_everything_can_still_be_read(show: Show) -> None:
    page = show("alone", java_script_enabled=False).page
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.locator("#list tbody tr")).to_have_count(40)
    page.locator("#list summary").nth(3).click()
    expect(page.locator("#list details[open] h4", has_text="Reply")).to_be_visible()
