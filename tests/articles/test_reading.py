"""Files and folders become articles; each problem is one clear line and the rest is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.articles import count, location, read, sources
from retrieval.errors import ArticleError, UnsupportedFormat
from retrieval.types import Article

PAGES = Path(__file__).parent / "pages"  # as news sites write them, with invented news
BODY = "The pier fell into the sea on Monday, and nobody was hurt, the harbour master said."
STORY = f"The pier fell\n\n{BODY}\n\nIt had stood for ninety years on oak.\n"


def gather(
    *paths: Path, taken: dict[str, str] | None = None
) -> tuple[list[Article], list[ArticleError]]:
    errors: list[ArticleError] = []
    articles = list(read(paths, on_error=errors.append, taken=(taken or {}).get))
    return articles, errors


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines_of(path: Path, *objects: object) -> Path:
    return write(path, "\n".join(json.dumps(each) for each in objects) + "\n")


def test_a_text_file_becomes_an_article(tmp_path: Path) -> None:
    [article], errors = gather(write(tmp_path / "Pier falls.txt", STORY))
    assert errors == []
    assert (article.key, article.title, article.language) == ("pier-falls", "The pier fell", "en")
    assert article.text == f"{BODY}\n\nIt had stood for ninety years on oak."
    assert article.path == location(tmp_path / "Pier falls.txt")


def fetched(path: Path, url: str) -> Article:
    errors: list[ArticleError] = []
    [article] = read([path], on_error=errors.append, urls={location(path): url})
    assert errors == []
    return article


def test_a_fetched_page_keeps_its_canonical_address_or_the_one_it_came_from(
    tmp_path: Path,
) -> None:
    url = "https://www.post.example/2021/05/03/pier?id=7"
    plain = fetched(write(tmp_path / "a.txt", STORY), url)
    assert (plain.url, plain.outlet) == (url, "post.example")
    page = f"<html><head>%s</head><body><article><p>{BODY}</p></article></body></html>"
    assert fetched(write(tmp_path / "b.html", page % ""), url).url == url
    own = "https://post.example/pier"
    canonical = page % f'<link rel="canonical" href="{own}">'
    article = fetched(write(tmp_path / "c.html", canonical), url)
    assert (article.url, article.outlet) == (own, "post.example")
    relative = page % '<link rel="canonical" href="/pier">'
    assert fetched(write(tmp_path / "d.html", relative), url).url == url


def test_a_fetched_page_never_takes_the_key_of_another_by_its_id(tmp_path: Path) -> None:
    stated = f"---\nid: constitution\n---\n{STORY}"
    assert fetched(write(tmp_path / "pier.md", stated), "https://post.example/p").key == "pier"
    line = lines_of(tmp_path / "all.jsonl", {"id": "constitution", "title": "Pier", "text": BODY})
    article = fetched(line, "https://post.example/all.jsonl")
    assert article.key.startswith("pier-")
    assert article.url is None


def test_front_matter_wins_over_the_text(tmp_path: Path) -> None:
    source = (
        "---\nid: pier-1\ntitle: 'A fall: the pier'\noutlet: Harbour Post\n"
        "authors: [Jane Doe, John Roe]\ndate: 2022-03\nurl: https://example.org/p\n---\n"
        f"# A fall: the pier\n\nBy Anna Poe\n\n{BODY}\n"
    )
    [article], errors = gather(write(tmp_path / "a.md", source))
    assert errors == []
    assert (article.key, article.title, article.outlet) == (
        "pier-1",
        "A fall: the pier",
        "Harbour Post",
    )
    assert article.authors == ("Jane Doe", "John Roe")
    assert article.published is not None
    assert (article.published.iso, article.published.precision) == ("2022-03", "month")
    assert "#" not in article.text


def test_markdown_marks_go_and_words_stay(tmp_path: Path) -> None:
    source = (
        "# The pier\n\nThe **pier** *fell* into the [sea](https://x.example/a_(b)) on Monday, "
        "said `her`.\n\n"
        "## Why\n\n- Oak\n- snake_case_name\n\n> We knew.\n\n"
        "![pier](p.jpg)\n\nSetext\n------\n\nEnd.[^1]\n\n[^1]: A note\n"
    )
    [article], _ = gather(write(tmp_path / "a.md", source))
    assert article.title == "The pier"
    assert article.text == (
        "The pier fell into the sea on Monday, said her.\n\nWhy\n\n"
        "- Oak\n- snake_case_name\n\nWe knew.\n\nSetext\n\nEnd."
    )


def test_unclosed_front_matter_is_text(tmp_path: Path) -> None:
    [article], errors = gather(write(tmp_path / "a.txt", f"---\ntitle: no end\n\n{BODY}\n"))
    assert errors == []
    assert BODY in article.text


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("just words", "holds no fields"),
        ("title: [unclosed", "is broken"),
        ("a: &a [x, x]\nb: [*a, *a]", "aliases"),
        ("a: " + "[" * 20_000, "front matter"),
        ("date: 2021-02-31", "cannot be read"),
    ],
)
def test_bad_front_matter_is_reported_with_its_line(
    tmp_path: Path, front: str, reason: str
) -> None:
    articles, [error] = gather(write(tmp_path / "a.md", f"---\n{front}\n---\n{BODY}\n"))
    assert articles == []
    assert reason in str(error)
    assert error.line is not None
    assert error.hint


def test_a_date_that_nobody_understands_is_reported_and_the_article_read(tmp_path: Path) -> None:
    [article], [error] = gather(write(tmp_path / "a.md", f"---\ndate: someday\n---\n{BODY}\n"))
    assert article.published is None
    assert "someday" in str(error)


def test_a_news_page_is_read_without_its_furniture() -> None:
    [article], errors = gather(PAGES / "news_site.html")
    assert errors == []
    assert article.title == "Pier falls into the sea"
    assert (article.outlet, article.authors) == ("Harbour Post", ("Jane Doe", "John Roe"))
    assert (str(article.published), article.language) == ("2022-03-14", "en")
    assert article.url == "https://www.harbourpost.example/2022/03/14/pier-falls"
    paragraphs = article.text.split("\n\n")
    assert paragraphs[0].startswith("Nobody was hurt")
    assert "Who pays" in paragraphs
    assert (
        "- Four million crowns from the council\n- Four million from the ferry company"
        in paragraphs
    )
    for absent in ("Skip to", "cookies", "Photograph", "Ferry sails again", "lie", "color"):
        assert absent not in article.text


def test_json_ld_names_author_outlet_and_date() -> None:
    [article], _ = gather(PAGES / "think_tank.html")
    assert (article.title, article.outlet) == ("What a pier is for", "Institute of Coasts")
    assert (article.authors, str(article.published)) == (("Anna Poe",), "2022-04-02")
    assert "longest street" in article.text


def test_an_old_page_in_latin_1_is_read() -> None:
    [article], _ = gather(PAGES / "old_page.html")
    assert article.title == "The café on the pier"
    assert "four o’clock" in article.text
    assert str(article.published) == "2022-03-20"


@pytest.mark.parametrize(
    "page", ["", "<html><body></body></html>", "<p>", "<html><script>x()</script>"]
)
def test_a_page_without_text_is_reported(tmp_path: Path, page: str) -> None:
    articles, [error] = gather(write(tmp_path / "a.html", page))
    assert articles == []
    assert error.path == str(tmp_path / "a.html")


def test_a_line_of_jsonl_is_an_article(tmp_path: Path) -> None:
    line = {
        "id": 7,
        "headline": "Pier",
        "body": BODY,
        "publisher": {"name": "HP"},
        "publishedAt": "2022-03-14T01:00Z",
    }
    [article], errors = gather(
        lines_of(tmp_path / "a.jsonl", line | {"author": "Jane Doe and John Roe"})
    )
    assert errors == []
    assert (article.key, article.title, article.text, article.line) == ("7", "Pier", BODY, 1)
    assert (article.outlet, str(article.published)) == ("HP", "2022-03-14")
    assert article.authors == ("Jane Doe", "John Roe")


def test_a_broken_line_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "text": BODY})
    other = json.dumps({"id": "b", "text": BODY})
    content = f'\ufeff{good}\n\n{{"id": "x", "text"}}\n[1]\n{{"id": "y"}}\n{"[" * 5000}\n{other}'
    articles, errors = gather(write(tmp_path / "a.jsonl", content))
    assert [article.key for article in articles] == ["a", "b"]
    assert [error.line for error in errors] == [3, 4, 5, 6]
    assert "column 19" in str(errors[0])
    assert "not a JSON object" in str(errors[1])
    assert "no text" in str(errors[2])
    assert all(error.hint and "\n" not in str(error) for error in errors)


def test_an_id_used_twice_is_reported_with_both_places(tmp_path: Path) -> None:
    first = lines_of(tmp_path / "a.jsonl", {"id": "x", "text": BODY})
    second = lines_of(
        tmp_path / "b.jsonl", {"id": "x", "text": "Another."}, {"id": "y", "text": "Third."}
    )
    articles, [error] = gather(first, second)
    assert [article.key for article in articles] == ["x", "y"]
    assert str(error).startswith(f"{second}:1:")
    assert f"{first}:1" in str(error)


def test_keys_of_lines_do_not_depend_on_their_place(tmp_path: Path) -> None:
    lines = [{"title": f"Pier {n}", "text": f"{BODY} {n}"} for n in range(3)]
    lines += [
        {"url": "https://x.example/2022/pier-falls.html", "text": BODY},
        {"text": BODY + " Bare."},
    ]
    before = {
        article.text: article.key for article in gather(lines_of(tmp_path / "a.jsonl", *lines))[0]
    }
    lines.insert(0, {"title": "New", "text": "A new line above all others."})
    after = {
        article.text: article.key for article in gather(lines_of(tmp_path / "a.jsonl", *lines))[0]
    }
    assert before.items() <= after.items()
    assert len(set(after.values())) == 6
    assert any(key.startswith("pier-falls-") for key in after.values())


def test_keys_can_be_typed_in_a_command(tmp_path: Path) -> None:
    ids = ["a b", "a/b", "$(rm)", "--help", "статья", "x" * 200, "ok_1.2-3", "a;b", "\u202eabc"]
    articles, errors = gather(
        lines_of(tmp_path / "a.jsonl", *[{"id": i, "text": BODY} for i in ids])
    )
    assert errors == []
    keys = [article.key for article in articles]
    assert len(set(keys)) == len(ids)
    assert "ok_1.2-3" in keys
    for key in keys:
        assert all(char.isascii() and (char.isalnum() or char in "._-") for char in key)
        assert key[0].isalnum()
        assert len(key) <= 80


def test_files_of_one_name_get_different_keys_that_stay(tmp_path: Path) -> None:
    first = write(tmp_path / "a" / "pier.txt", STORY)
    second = write(tmp_path / "b" / "pier.txt", STORY.replace("ninety", "eighty"))
    articles, _ = gather(tmp_path)
    stored = {article.key: article.path or "" for article in articles}
    assert len(stored) == 2
    assert "pier" in stored
    for path in (first, second):  # whichever is added alone later, and whatever else is gone
        [again], _ = gather(path, taken=stored)
        assert stored[again.key] == location(path)
    del stored["pier"]
    [again], _ = gather(second, taken=stored)
    assert again.key in stored


def test_editing_a_file_changes_its_hash_and_not_its_key(tmp_path: Path) -> None:
    path = write(tmp_path / "pier.txt", STORY)
    [before], _ = gather(path)
    [same], _ = gather(path)
    write(path, STORY.replace("The pier fell\n", "The old pier fell\n"))
    [after], _ = gather(path)
    assert before == same
    assert (after.key, after.text) == (before.key, before.text)
    assert after.content_hash != before.content_hash


def test_a_folder_is_read_in_order_and_hidden_files_are_skipped(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/c.TXT", ".hidden.txt", ".git/x.txt", "Thumbs.db", "d.txt~"):
        write(tmp_path / name, STORY)
    write(tmp_path / "report.pdf", b"%PDF-1.7")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    articles, [error] = gather(tmp_path, tmp_path / "b.txt")
    assert [Path(article.path or "").name for article in articles] == ["c.TXT", "z.md", "b.txt"]
    assert isinstance(error, UnsupportedFormat)
    assert "PDF is not read yet" in str(error)
    assert error.hint == "Convert it to .txt, .md, .html or .jsonl."
    assert sources([tmp_path]) == [article.path for article in articles]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no text"),
        (b" \n\xc2\xa0\n", "no text"),
        (b"\x00\x01\x02" * 99, "binary"),
        (b"%PDF-1", "PDF"),
    ],
)
def test_a_file_without_text_is_one_clear_line(tmp_path: Path, content: bytes, reason: str) -> None:
    write(tmp_path / "a.txt", content)
    write(tmp_path / "b.txt", STORY)
    [_], [error] = gather(tmp_path)
    assert str(error).startswith(f"{tmp_path / 'a.txt'}: ")
    assert reason in str(error)
    assert error.hint


def test_a_path_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    articles, [error] = gather(tmp_path / "gone.txt")
    assert articles == []
    assert "no such file" in str(error)


def test_a_file_that_disappears_or_is_forbidden_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    write(tmp_path / "b.txt", STORY)
    write(tmp_path / "c.txt", STORY)
    errors: list[ArticleError] = []
    articles = read(
        [tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"], on_error=errors.append
    )
    next(articles)
    (tmp_path / "b.txt").unlink()
    assert [Path(article.path or "").name for article in articles] == ["c.txt"]
    assert len(errors) == 1
    if os.geteuid() != 0:  # root may read everything
        (tmp_path / "c.txt").chmod(0)
        assert "permission denied" in str(gather(tmp_path / "c.txt")[1][0])


def test_counting_reads_no_article(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    write(tmp_path / "b.jsonl", "{}\n{}\n{}")
    assert count([tmp_path]) == 4


def test_articles_come_one_at_a_time(tmp_path: Path) -> None:
    path = lines_of(tmp_path / "a.jsonl", *[{"id": str(n), "text": BODY} for n in range(1000)])
    articles = read([path], on_error=print)
    assert next(articles).key == "0"


def test_a_line_or_a_file_of_millions_of_characters_is_read(tmp_path: Path) -> None:
    long = BODY + " It rained." * 450_000
    lines_of(tmp_path / "a.jsonl", {"id": "a", "text": long})
    write(tmp_path / "b.txt", long)
    articles, errors = gather(tmp_path)
    assert errors == []
    assert [len(article.text) for article in articles] == [len(long)] * 2


def test_lone_surrogates_never_reach_the_catalogue(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        '{"id": "\\ud800", "title": "A \\udfff b", "text": "Some \\ud83d text."}\n',
    )
    [article], _ = gather(path)
    for value in (article.key, article.title, article.text):
        value.encode()


def test_importing_the_room_loads_no_vendor() -> None:
    code = (
        "import sys, retrieval.articles\n"
        "heavy = {'trafilatura', 'lxml', 'dateparser', 'py3langid', 'numpy', 'yaml'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
