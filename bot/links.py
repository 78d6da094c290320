"""A link that a person gives -> the page behind it, and nothing of the network that it runs in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from socket import AF_INET, AddressFamily

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from retrieval.articles import format_of, name_of
from retrieval.errors import LinkError

LARGEST = 10 * 1024 * 1024  # bytes of a page, unpacked
SECONDS = 20.0  # for a page with all its redirects
REDIRECTS = 5
_LONGEST = 2000  # characters of a link
_PIECE = 65_536
_PORTS = {80, 443}
_HEADERS = {
    "User-Agent": "Dateline (fetches the one page that a person links to)",
    "Accept": "text/html, application/xhtml+xml, text/plain, text/markdown;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
}
_MOVED = {301, 302, 303, 307, 308}
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/jsonl": ".jsonl",
    "application/x-jsonlines": ".jsonl",
    "application/ndjson": ".jsonl",
    "application/x-ndjson": ".jsonl",
}
_AS_NAMED = {"text/plain", "application/octet-stream"}  # what servers say of .md and .jsonl too
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_cid|mc_eid")
_CHARSET = re.compile(
    r"windows-125\d|iso-8859-\d{1,2}|koi8-[ru]|gb(?:2312|k|18030)|big5|shift_jis|euc-(?:jp|kr)"
)
# Everything else of IPv6 is no public address, or holds an IPv4 address that nobody has checked.
_GLOBAL = IPv6Network("2000::/3")
_SPECIAL = (
    IPv6Network("2001::/23"),  # Teredo and other protocols
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("3fff::/20"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),  # 6to4
    IPv4Network("168.63.129.16/32"),  # public, but inside Azure the machine's own host
)
_NOT_PUBLIC = "The link leads to a host that is not on the public internet."
_SAVE = "Save the page as a file and add that."


@dataclass(frozen=True, slots=True)
class Page:
    """What a link led to.

    url: as finally reached, without a fragment; content_type: in lower case, "" if not told;
    data: the bytes, unpacked; file_name: the same for the same address, and typed by its suffix.
    """

    url: str
    content_type: str
    data: bytes
    file_name: str

    def save(self, folder: Path) -> Path:
        """Write it to the folder, in place of what the same address gave before."""
        path = folder / self.file_name
        fresh = path.with_name(f".{path.name}.new")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh.write_bytes(self.data)
            fresh.replace(path)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise LinkError(
                f"The page cannot be kept: {reason}.", hint="See that the disk has room."
            ) from error
        return path


async def fetch(url: str, *, loopback: bool = False) -> Page:
    """Fetch the page at a link from the public internet; LinkError, in one line, when it fails.

    loopback: for tests only; allows this machine's loopback addresses and any port too.
    """
    link = _parsed(url)
    connector = aiohttp.TCPConnector(resolver=_Resolver(loopback=loopback), use_dns_cache=False)
    with _translated():
        async with (
            asyncio.timeout(SECONDS),
            aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_HEADERS,
                timeout=aiohttp.ClientTimeout(total=None),
                trust_env=False,  # no proxy and no .netrc
            ) as session,
        ):
            return await _followed(session, link, loopback=loopback)
    raise AssertionError("translated errors are raised")


async def _followed(session: aiohttp.ClientSession, link: URL, *, loopback: bool) -> Page:
    for _ in range(REDIRECTS + 1):
        _refuse(link, loopback=loopback)
        async with session.get(link, allow_redirects=False) as response:
            if response.status not in _MOVED:
                return await _page(response, link)
            target = response.headers.get("Location")
        if not target:
            raise LinkError("The site leads on, but does not say where to.", hint=_SAVE)
        link = _parsed(str(link.join(URL(target))))
    raise LinkError(
        f"The link leads on more than {REDIRECTS} times.", hint="Give its last address."
    )


async def _page(response: aiohttp.ClientResponse, link: URL) -> Page:
    if response.status != HTTPStatus.OK:
        raise _answered(response.status)
    content_type = response.content_type if "Content-Type" in response.headers else ""
    suffix = _suffix(content_type, link)
    if (response.content_length or 0) > LARGEST:
        raise _too_large()
    data = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        data += piece
        if len(data) > LARGEST:
            raise _too_large()
    cleaned = link.with_query([pair for pair in link.query.items() if not _is_tracking(pair[0])])
    name = name_of(str(cleaned)) + suffix
    return Page(str(link), content_type, _as_utf8(bytes(data), response.charset), name)


def _is_tracking(name: str) -> bool:
    return _TRACKING.fullmatch(name) is not None


def _suffix(content_type: str, link: URL) -> str:
    """The suffix by which `retrieval.articles` reads it."""
    if suffix := _SUFFIXES.get(content_type):
        return suffix
    named = link.suffix.lower()
    if (content_type in _AS_NAMED or not content_type) and format_of(f"page{named}"):
        return named
    if content_type == "text/plain":
        return ".txt"
    shown = content_type if re.fullmatch(r"[\w.+-]{1,40}/[\w.+-]{1,60}", content_type) else ""
    what = "a PDF" if content_type == "application/pdf" else shown or "a file of an unknown kind"
    raise LinkError(
        f"The link leads to {what}, which is not read.",
        hint="Save it as .txt, .md or .html and add the file.",
    )


def _as_utf8(data: bytes, charset: str | None) -> bytes:
    """Keep what a server says of the encoding, which the stored file could not tell."""
    named = (charset or "").lower()
    if not _CHARSET.fullmatch(named):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # as browsers read it
        text = data.decode("cp1252" if named == "iso-8859-1" else named, "replace")
        return text.encode("utf-8-sig")
    return data  # what is valid UTF-8 was never meant as anything else


def _parsed(url: str) -> URL:
    url = url.strip()
    try:
        link = URL(url).with_fragment(None)
        usable = link.scheme in {"http", "https"} and bool(link.host) and link.port is not None
    except ValueError:
        usable = False
    if not usable or len(url) > _LONGEST or not url.isprintable():
        raise LinkError("This is not a link to a page.", hint="Give one such as https://host/page.")
    return link


def _refuse(link: URL, *, loopback: bool) -> None:
    """LinkError unless the link may be asked for; names are resolved only when it is."""
    if link.user is not None or link.password is not None or "@" in link.raw_authority:
        raise LinkError("The link holds a user name.", hint="Give it without.")
    if link.port not in _PORTS and not loopback:
        raise LinkError("The link names an unusual port.", hint="Only 80 and 443 are asked.")
    # aiohttp asks no resolver about what looks like an address
    host = link.host or ""
    if (":" in host or host.replace(".", "").isdigit()) and not _allowed(host, loopback=loopback):
        raise LinkError(_NOT_PUBLIC, hint=_SAVE)


class _Resolver(AbstractResolver):
    """Resolves at the moment of connecting, so that what was checked is what is connected to."""

    def __init__(self, *, loopback: bool, system: AbstractResolver | None = None) -> None:
        self._loopback = loopback
        self._system = system or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AF_INET
    ) -> list[ResolveResult]:
        """The host's addresses; LinkError when any of them is not allowed."""
        found = await self._system.resolve(host, port, family)
        if not all(_allowed(each["host"], loopback=self._loopback) for each in found):
            raise LinkError(_NOT_PUBLIC, hint=_SAVE)
        return found

    async def close(self) -> None:
        await self._system.close()


def _allowed(host: str, *, loopback: bool) -> bool:
    """Whether an address, in digits, may be connected to."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return is_public(address) or (loopback and address.is_loopback)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is a single host's on the public internet, written plainly."""
    if address.version == 6 and address not in _GLOBAL:
        return False
    special = any(address.version == net.version and address in net for net in _SPECIAL)
    return address.is_global and not address.is_multicast and not special


@contextmanager
def _translated() -> Iterator[None]:
    """aiohttp's errors name addresses; ours name none."""
    try:
        yield
    except TimeoutError:
        raise LinkError(
            f"The site did not answer within {SECONDS:g} seconds.", hint="Try again later."
        ) from None
    except aiohttp.ClientConnectorDNSError:
        raise LinkError("There is no such host.", hint="Check the spelling of the link.") from None
    except (aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError):
        raise LinkError("The site's certificate is not trusted.", hint=_SAVE) from None
    except aiohttp.ClientConnectionError:
        raise LinkError("The site cannot be reached.", hint="Try again later.") from None
    except (aiohttp.ClientError, OSError, ValueError):
        raise LinkError("The site's answer cannot be read.", hint=_SAVE) from None


def _answered(status: int) -> LinkError:
    try:
        phrase = f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        phrase = str(status)
    hint = "Try again later." if status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500 else _SAVE
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        hint = "Check the link."
    return LinkError(f"The site answered {phrase}.", hint=hint)


def _too_large() -> LinkError:
    return LinkError(
        f"The page is larger than {LARGEST // 1024**2} MiB.",
        hint="Save its text as .txt and add the file.",
    )
