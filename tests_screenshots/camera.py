"""Takes pictures of a simulated Discord with Debian's chromium, and says what is on them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import simcord.preview
from PIL import Image
from playwright.async_api import Browser, async_playwright
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env
from simcord.preview import Preview
from simcord.preview._capture import CapturePin, ManagedCapture

from tests.chromium import CHROMIUM, FLAGS

_STATIC = Path(simcord.preview.__file__).with_name("static")
_TALL = 4000  # pixels; a picture is cut below its last message
_COLOURS = 128  # what a dark page with grey text and a few emoji needs
LARGEST = 150_000  # bytes of a picture

_LOOK = """() => {
  const modal = document.querySelector('.modal-dialog');
  const list = document.getElementById('channel-message-list');
  const root = modal || list;
  const box = element => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const beyond = [...root.querySelectorAll('*')].filter(element => {
    const at = element.getBoundingClientRect();
    return at.width && !element.closest('pre') && at.right > innerWidth + 1;
  });
  return {
    text: root.innerText,
    box: modal ? box(modal)
      : { top: 0, left: 0, right: innerWidth, bottom: box(list).bottom + 16 },
    beyond: beyond.map(element => `${element.tagName}.${element.className}`),
    buttons: [...root.querySelectorAll('button')].filter(one => one.checkVisibility())
      .map(one => one.innerText.trim()).filter(text => text),
    links: [...root.querySelectorAll('a[href]')].map(one => one.getAttribute('href')),
    mentions: [...root.querySelectorAll('.mention, [class*=mention]')].map(one => one.innerText),
    marked: [...root.querySelectorAll('strong')].map(one => one.innerText),
    background: getComputedStyle(document.getElementById('preview-app')).backgroundColor,
    colour: getComputedStyle(root.querySelector('.message-content, .embed, label') || root).color,
  };
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is on a picture: all its text, and the texts of buttons, mentions and bold spans.

    beyond: elements that reach over its right edge; light: of background and text, 0 to 1.
    """

    text: str
    buttons: tuple[str, ...]
    links: tuple[str, ...]
    mentions: tuple[str, ...]
    marked: tuple[str, ...]
    beyond: tuple[str, ...]
    background: float
    foreground: float
    size: int


class _Shutter(ManagedCapture):
    """simcord's capture with another browser; it looks at the page when that stands still."""

    def __init__(self, preview: Preview, browser: Browser) -> None:
        super().__init__(preview)
        self._shared = browser
        self.looked: dict[str, Any] = {}
        self.png = b""

    async def _ensure_browser(self) -> Browser:
        return self._shared

    async def _freeze(self, page: Any) -> None:  # type: ignore[override]  # theirs keeps nothing
        await ManagedCapture._freeze(page)
        self.looked = await page.evaluate(_LOOK)
        at = self.looked["box"]
        edge = {"x": at["left"], "y": at["top"]}
        size = {"width": at["right"] - at["left"], "height": at["bottom"] - at["top"]}
        self.png = await page.screenshot(type="png", clip={**edge, **size})

    async def _route(self, route: Any, pin: CapturePin, origin: str) -> None:
        if "noto-sans-sc" in route.request.url:
            # 17 MB of Chinese, which no picture shows, would be read for each.
            await route.fulfill(path=_STATIC / "fonts" / "noto-sans-hebrew-v3.001.ttf")
            return
        await super()._route(route, pin, origin)

    async def close(self) -> None:
        """The browser goes on to the next picture."""


class Camera:
    """Writes pictures as PNG files into a folder."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder

    async def take(
        self,
        name: str,
        env: Env,
        channel: ChannelHandle,
        viewer: MemberActor,
        *,
        target: Any = None,
        width: int = 820,
        locale: str = "en-US",
    ) -> Seen:
        """All messages of a channel as a person sees them; target: a modal that was opened."""
        preview = env.preview(
            channel, viewers=[viewer], layout="channel", width=width, height=_TALL, locale=locale
        )
        async with preview:
            shutter = _Shutter(preview, self._browser)
            preview._capture_manager = shutter
            with tempfile.TemporaryDirectory() as folder:
                await preview.screenshot(Path(folder) / "unused.png", target=target)
        written = _small(shutter.png)
        (self._folder / f"{name}.png").write_bytes(written)
        return _seen(shutter.looked, len(written))


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all pictures."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        try:
            yield browser
        finally:
            await browser.close()


def _small(png: bytes) -> bytes:
    """With the colours of a palette, which halves it and cannot be seen."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        palette = image.convert("RGB").quantize(
            _COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE, kmeans=3
        )
        palette.save(out, "PNG", optimize=True)
    return out.getvalue()


def _seen(looked: Mapping[str, Any], size: int) -> Seen:
    lists = ("buttons", "links", "mentions", "marked", "beyond")
    return Seen(
        text=looked["text"],
        background=_light(looked["background"]),
        foreground=_light(looked["colour"]),
        size=size,
        **{name: tuple(looked[name]) for name in lists},
    )


def _light(css: str) -> float:
    """How light a colour such as `rgb(49, 51, 56)` is."""
    red, green, blue = (float(part) for part in css.strip("rgba()").split(",")[:3])
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
