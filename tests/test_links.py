"""Fetching a link: what is fetched, and all that is refused."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from socket import AF_INET, AddressFamily

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot import links
from bot.links import Page, fetch, is_public
from retrieval.errors import LinkError
from tests.web_server import Answer, Site, serving

STORY = "<html><body><p>The ferry ran aground off Lunde.</p></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def fetched(url: str) -> Page:
    return asyncio.run(fetch(url, loopback=True))


def refused(url: str, *, loopback: bool = True) -> str:
    with pytest.raises(LinkError) as caught:
        asyncio.run(fetch(url, loopback=loopback))
    line = str(caught.value)
    assert caught.value.hint
    assert "\n" not in line
    assert "127." not in line
    return line


class Addresses(AbstractResolver):
    """Resolves every host to the same addresses."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=each, port=port, family=family, proto=0, flags=0)
            for each in self._addresses
        ]

    async def close(self) -> None:
        """Nothing to close."""


# what is fetched


def test_a_page_comes_with_its_address_its_type_and_a_name(site: Site) -> None:
    page = fetched(site.page("/2021/ferry-aground.html?id=7", STORY) + "#top")
    assert page.url == f"{site.url}/2021/ferry-aground.html?id=7"
    assert page.content_type == "text/html"
    assert page.data.decode() == STORY
    assert page.file_name.startswith("ferry-aground-")
    assert page.file_name.endswith(".html")


@pytest.mark.parametrize(
    ("path", "content_type", "suffix"),
    [
        ("/story", "text/html", ".html"),
        ("/story.php", "application/xhtml+xml", ".html"),
        ("/story", "text/plain; charset=utf-8", ".txt"),
        ("/story.md", "text/plain", ".md"),
        ("/story", "text/markdown", ".md"),
        ("/story.md", "application/octet-stream", ".md"),
        ("/all.jsonl", "application/octet-stream", ".jsonl"),
        ("/all", "application/x-ndjson", ".jsonl"),
        ("/story.php", "text/plain", ".txt"),
    ],
)
def test_the_name_has_the_suffix_by_which_it_is_read(
    site: Site, path: str, content_type: str, suffix: str
) -> None:
    page = fetched(site.page(path, "It ran aground.", content_type=content_type))
    assert Path(page.file_name).suffix == suffix


def test_what_only_counts_visits_gives_the_page_no_other_name(site: Site) -> None:
    one = fetched(site.page("/ferry?id=7", STORY))
    other = fetched(site.page("/ferry?utm_source=mail&id=7&fbclid=x", STORY))
    third = fetched(site.page("/ferry?id=8", STORY))
    assert one.file_name == other.file_name != third.file_name


def test_redirects_are_followed_and_the_last_address_counts(site: Site) -> None:
    site.page("/end", STORY)
    site.moved("/b", "end?", status=301)
    site.moved("/end?", "/end", status=308)
    assert fetched(site.moved("/a", f"{site.url}/b")).url == f"{site.url}/end"


def test_nothing_of_the_person_or_the_environment_goes_along(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.answers["/a"] = Answer(status=302, headers={"Location": "/b", "Set-Cookie": "who=me"})
    site.page("/b", STORY)
    fetched(f"{site.url}/a")
    for _, headers in site.asked:
        assert "Dateline" in headers["user-agent"]
        assert not headers.keys() & {"cookie", "authorization", "referer"}


def test_packed_pages_are_unpacked(site: Site) -> None:
    for name, pack in (("gzip", gzip.compress), ("deflate", zlib.compress)):
        headers = {"Content-Type": "text/html", "Content-Encoding": name}
        site.answers[f"/{name}"] = Answer(pack(STORY.encode()), headers=headers)
        assert fetched(f"{site.url}/{name}").data.decode() == STORY


def test_an_encoding_that_only_the_server_tells_is_kept(site: Site) -> None:
    text = "Паром сел на мель."
    for name in ("windows-1251", "koi8-r"):
        link = site.page(f"/{name}", text.encode(name), content_type=f"text/plain; charset={name}")
        assert fetched(link).data.decode("utf-8-sig") == text
    wrong = site.page("/wrong", text, content_type="text/plain; charset=iso-8859-1")
    assert fetched(wrong).data.decode() == text
    odd = site.page("/odd", b"caf\xe9", content_type="text/plain; charset=punycode")
    assert fetched(odd).data == b"caf\xe9"


def test_a_page_is_kept_in_place_of_its_older_self(site: Site, tmp_path: Path) -> None:
    link = site.page("/ferry", "old")
    first = fetched(link).save(tmp_path / "links")
    site.page("/ferry", "new")
    assert fetched(link).save(tmp_path / "links") == first
    assert [path.read_text() for path in (tmp_path / "links").iterdir()] == ["new"]


# what is refused


@pytest.mark.parametrize(
    "link",
    [
        "",
        "ferry",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///a",
        "http://[::1",
        "http://example.org:99999/",
        "http://example.org/\n/a",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_only_a_link_to_the_web_is_a_link(link: str) -> None:
    assert refused(link).startswith("This is not a link to a page.")


@pytest.mark.parametrize("link", ["http://me@example.org/", "http://me:word@example.org/a"])
def test_a_user_name_is_refused_and_not_repeated(link: str) -> None:
    assert refused(link) == "The link holds a user name. Give it without."


def test_only_the_ports_of_the_web_are_asked(site: Site) -> None:
    for port in (22, 8080, 6379):
        line = refused(f"http://example.org:{port}/", loopback=False)
        assert line.startswith("The link names an unusual port.")
    assert site.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.1.", "0.0.0.0",
        "localhost", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
        "192.0.0.192", "168.63.129.16", "224.0.0.1", "255.255.255.255", "[::1]", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:8.8.8.8]", "[64:ff9b::7f00:1]", "[64:ff9b::808:808]",
        "[2002:7f00:1::]", "[2001:0:a00:1::]", "[fe80::1]", "[fd00:ec2::254]", "[ff02::1]",
        "[2001:db8::1]", "１２７.0.0.1", "①②⑦.0.0.1",
    ],
)  # fmt: skip
def test_hosts_that_are_not_public_are_refused_in_every_spelling(host: str) -> None:
    line = refused(f"http://{host}/latest/meta-data", loopback=False)
    assert line.split(".")[0] in {
        "The link leads to a host that is not on the public internet",
        "There is no such host",  # a spelling that this system's resolver does not take
        "This is not a link to a page",
        "The site's answer cannot be read",
    }
    assert host.strip("[]") not in line


def test_public_addresses_are_public() -> None:
    for address in ("8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::1"):
        assert is_public(ip_address(address))


def test_a_host_is_refused_when_one_of_its_addresses_is_not_public() -> None:
    async def resolved(*addresses: str, loopback: bool = False) -> int:
        resolver = links._Resolver(loopback=loopback, system=Addresses(*addresses))
        return len(await resolver.resolve("example.org", 80))

    assert asyncio.run(resolved("8.8.8.8", "2606:4700:4700::1111")) == 2
    for hidden in ("10.0.0.1", "127.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "not an address"):
        with pytest.raises(LinkError, match="not on the public internet"):
            asyncio.run(resolved("8.8.8.8", hidden))
    assert asyncio.run(resolved("127.0.0.1", loopback=True)) == 1
    with pytest.raises(LinkError):
        asyncio.run(resolved("10.0.0.1", loopback=True))


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://169.254.169.254/latest", "//192.168.0.1/", "//[fe80::1]/"],
)
def test_a_redirect_into_the_network_is_refused(site: Site, target: str) -> None:
    line = refused(site.moved("/a", target))
    assert line.startswith("The link leads to a host that is not on the public internet.")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://[x/"])
def test_a_redirect_to_nowhere_is_refused(site: Site, target: str) -> None:
    refused(site.moved("/a", target))
    assert len(site.asked) == 1


def test_a_redirect_with_a_user_name_is_refused(site: Site) -> None:
    target = site.url.replace("//", "//me@")
    assert refused(site.moved("/a", target)).startswith("The link holds a user name.")


def test_five_redirects_are_followed_and_no_more(site: Site) -> None:
    for number in range(6):
        site.moved(f"/{number}", f"/{number + 1}")
    site.page("/6", STORY)
    assert fetched(f"{site.url}/1").url.endswith("/6")
    assert refused(f"{site.url}/0").startswith("The link leads on more than 5 times.")
    site.answers["/lost"] = Answer(status=302)
    assert refused(f"{site.url}/lost").startswith("The site leads on, but does not say where to.")


@pytest.mark.parametrize("status", [204, 206, 401, 403, 404, 410, 429, 451, 500, 503, 599])
def test_a_site_that_gives_no_page_says_its_status(site: Site, status: int) -> None:
    site.answers["/a"] = Answer(status=status, headers={"Content-Type": "text/html"})
    assert refused(f"{site.url}/a").startswith(f"The site answered {status}")


@pytest.mark.parametrize(
    ("content_type", "shown"),
    [
        ("application/pdf", "a PDF"),
        ("image/png", "image/png"),
        ("application/json", "application/json"),
        ("application/octet-stream", "application/octet-stream"),
        ("x" * 300 + "/y", "a file of an unknown kind"),
    ],
)
def test_what_is_no_text_is_refused_by_name(site: Site, content_type: str, shown: str) -> None:
    line = refused(site.page("/report", b"%PDF-", content_type=content_type))
    assert line.startswith(f"The link leads to {shown}, which is not read. Save it as .txt")


def test_a_page_that_is_too_large_is_not_read_to_its_end(site: Site) -> None:
    html = {"Content-Type": "text/html"}
    site.answers["/told"] = Answer(b"a", headers=html, length=links.LARGEST + 1, stalls=True)
    site.answers["/long"] = Answer(b"a" * (links.LARGEST + 1), headers=html)
    for path in ("/told", "/long"):
        assert refused(site.url + path).startswith("The page is larger than 10 MiB.")
    site.answers["/largest"] = Answer(b"a" * links.LARGEST, headers=html)
    assert len(fetched(f"{site.url}/largest").data) == links.LARGEST


def test_a_page_that_unpacks_to_much_more_is_stopped_early(site: Site) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b"\0" * (1 << 20)
    bomb = b"".join([*(packer.compress(zeros) for _ in range(256)), packer.flush()])
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    site.answers["/bomb"] = Answer(bomb, headers=headers)
    tracemalloc.start()
    try:
        assert refused(f"{site.url}/bomb").startswith("The page is larger than 10 MiB.")
        assert tracemalloc.get_traced_memory()[1] < 8 * links.LARGEST
    finally:
        tracemalloc.stop()


def test_broken_answers_are_one_line(site: Site) -> None:
    html = {"Content-Type": "text/html"}
    site.answers["/short"] = Answer(b"a", headers=html, length=100)
    site.answers["/packed"] = Answer(b"not gzip", headers={**html, "Content-Encoding": "gzip"})
    site.answers["/header"] = Answer(b"a", headers={**html, "X-Long": "a" * 100_000})
    for path in ("/short", "/packed", "/header"):
        refused(site.url + path)


def test_a_site_that_never_ends_is_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "SECONDS", 0.2)
    html = {"Content-Type": "text/html"}
    site.answers["/a"] = Answer(b"a", headers=html, length=100, stalls=True)
    assert refused(f"{site.url}/a").startswith("The site did not answer within 0.2 seconds.")


def test_a_site_that_is_not_there_is_said_so(site: Site) -> None:
    assert refused("http://127.0.0.1:1/").startswith("The site cannot be reached.")
    assert refused("http://no-such-host.invalid/").startswith("There is no such host.")
