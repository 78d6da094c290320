"""Makes matplotlib's SVG fit into a page: colours by class, no style attribute, no address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

INK, MUTED, GRID, ACCENT, BEFORE, BAND, PAPER = (f"#0000{n:02x}" for n in range(0xA1, 0xA8))
_ROLES = {
    INK: "ink",
    MUTED: "muted",
    GRID: "grid",
    ACCENT: "accent",
    BEFORE: "before",
    BAND: "band",
    PAPER: "paper",
}
_FONT_SIZE = re.compile(r"([\d.]+)px")
_KEPT = {"viewBox", "d", "x", "y", "transform", "width", "height", "clip-path", "href", "id"}
_DROPPED = {"font-family", "font-weight", "font-style"}  # the page has its own


def embedded(svg: str, *, name: str, title: str, description: str) -> str:
    """An SVG element for an HTML page, of an SVG file in the colours named above.

    The page's policy forbids style attributes, and colours must follow its theme, so each colour
    becomes a class (`fill-accent`, `stroke-grid`). Ids begin with `name`.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314  # matplotlib has just written it
    for parent in [*root.iter()]:
        for child in [*parent]:
            if _tag(child) in {"metadata", "style"}:
                parent.remove(child)
    used = set(re.findall(r"(?:url\(|href=\")#([\w-]+)", svg))
    for element in root.iter():
        element.tag = _tag(element)
        _adapt(element, name=name, used=used)
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "class": "chart",
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-text",
    }
    root[:0] = [_text("title", f"{name}-title", title), _text("desc", f"{name}-text", description)]
    return ElementTree.tostring(root, encoding="unicode")


def _text(tag: str, name: str, content: str) -> ElementTree.Element:
    element = ElementTree.Element(tag, {"id": name})
    element.text = content
    return element


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _adapt(element: ElementTree.Element, *, name: str, used: set[str]) -> None:
    given = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    kept = {key: value for key, value in given.items() if key in _KEPT}
    if kept.get("id") not in used:
        kept.pop("id", None)
    for key, before in (("id", ""), ("href", "#"), ("clip-path", "url(#")):
        if key in kept:
            kept[key] = f"{before}{name}-{kept[key].removeprefix(before)}"
    if style := given.get("style"):
        kept.update(_attributes(dict(_declarations(style))))
    element.attrib = kept


def _declarations(style: str) -> list[tuple[str, str]]:
    parts = (part.partition(":") for part in style.split(";") if ":" in part)
    return [(key.strip(), value.strip()) for key, _, value in parts]


def _attributes(style: Mapping[str, str]) -> dict[str, str]:
    """Presentation attributes, which a page may have whatever its policy, and classes."""
    made: dict[str, str] = {}
    classes = []
    for key, value in style.items():
        if key in {"fill", "stroke"} and value in _ROLES:
            classes.append(f"{key}-{_ROLES[value]}")
        elif key == "font":
            size = _FONT_SIZE.search(value)
            made["font-size"] = size[1] if size else "10"
        elif key not in _DROPPED:
            made[key] = value
    return {**made, "class": " ".join(classes)} if classes else made
