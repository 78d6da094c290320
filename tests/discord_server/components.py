"""Discord's rules for components of messages and modals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .refusals import Refused, invalid, required, too_long, wrong_length

V2 = 1 << 15
ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT, LABEL = 1, 2, 3, 4, 9, 10, 18
SELECTS = {3, 5, 6, 7, 8}
CONTAINER = 17
TOP_V2 = {1, 9, 10, 12, 13, 14, 17}
CONTROLS = {4, 3, 5, 6, 7, 8, 19, 21, 22, 23}


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component, those inside others too, in their order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def wrong_type(path: str, allowed: set[int]) -> Refused:
    text = f'Value of field "type" must be one of {tuple(sorted(allowed))}.'
    return invalid(f"{path}.type", "UNION_TYPE_CHOICES", text)


def text_of(component: dict[str, Any], key: str, path: str, *, least: int, most: int) -> str:
    value = component.get(key)
    if value is None:
        if least:
            raise required(f"{path}.{key}")
        return ""
    if not isinstance(value, str):
        raise invalid(
            f"{path}.{key}", "BASE_TYPE_BAD_TYPE", "Could not be interpreted as a string."
        )
    if not least <= len(value) <= most:
        raise wrong_length(f"{path}.{key}", least, most)
    return value


def check_components(components: list[dict[str, Any]], *, v2: bool) -> None:
    """Refuse (50035) components that a message may not have."""
    if v2 and sum(1 for _ in walk(components)) > 40:
        text = "The total number of components must be 40 or fewer."
        raise invalid("components", "TOTAL_COMPONENTS_EXCEEDED", text)
    if not v2 and len(components) > 5:
        raise wrong_length("components", 1, 5)
    for number, component in enumerate(components):
        path = f"components.{number}"
        if component.get("type") not in (TOP_V2 if v2 else {ROW}):
            raise wrong_type(path, TOP_V2 if v2 else {ROW})
        _check(component, path)
    _check_ids(components)
    shown = sum(len(one.get("content") or "") for one in walk(components) if one["type"] == TEXT)
    if shown > 4000:
        text = "The total length of displayable text must be 4000 or fewer."
        raise invalid("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)


def _check_ids(components: list[dict[str, Any]]) -> None:
    for key in ("custom_id", "id"):
        seen: set[Any] = set()
        for one in walk(components):
            value = one.get(key)
            if value in seen:
                code = "COMPONENT_CUSTOM_ID_DUPLICATED"
                raise invalid(f"components.{key}", code, "Component custom id cannot be duplicated")
            if value:
                seen.add(value)


def _check(component: dict[str, Any], path: str) -> None:
    kind = component.get("type")
    if kind == ROW:
        _check_row(component, path)
    elif kind == BUTTON:
        check_button(component, path)
    elif kind in SELECTS:
        check_select(component, path)
    elif kind == TEXT:
        text_of(component, "content", path, least=1, most=4000)
    elif kind == SECTION:
        _check_section(component, path)
    elif kind == CONTAINER:
        inside = component.get("components") or []
        if not inside:
            raise required(f"{path}.components")
        for number, child in enumerate(inside):
            if child.get("type") not in TOP_V2 - {CONTAINER}:
                raise wrong_type(f"{path}.components.{number}", TOP_V2 - {CONTAINER})
            _check(child, f"{path}.components.{number}")
    elif kind == 12 and not 1 <= len(component.get("items") or []) <= 10:
        raise wrong_length(f"{path}.items", 1, 10)


def _check_row(row: dict[str, Any], path: str) -> None:
    inside = row.get("components") or []
    if not 1 <= len(inside) <= 5:
        raise wrong_length(f"{path}.components", 1, 5)
    kinds = [child.get("type") for child in inside]
    for number, child in enumerate(inside):
        if child.get("type") not in {BUTTON, *SELECTS}:
            raise wrong_type(f"{path}.components.{number}", {BUTTON, *SELECTS})
        _check(child, f"{path}.components.{number}")
    if set(kinds) & SELECTS and len(kinds) > 1:
        text = "The specified component exceeds the maximum width"
        raise invalid(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text)


def _check_section(section: dict[str, Any], path: str) -> None:
    inside = section.get("components") or []
    if not 1 <= len(inside) <= 3:
        raise wrong_length(f"{path}.components", 1, 3)
    for number, child in enumerate(inside):
        if child.get("type") != TEXT:
            raise wrong_type(f"{path}.components.{number}", {TEXT})
        _check(child, f"{path}.components.{number}")
    accessory = section.get("accessory")
    if not accessory:
        raise required(f"{path}.accessory")
    if accessory.get("type") not in {BUTTON, 11}:
        raise wrong_type(f"{path}.accessory", {BUTTON, 11})
    _check(accessory, f"{path}.accessory")


def check_button(button: dict[str, Any], path: str) -> None:
    style = button.get("style")
    if style not in {1, 2, 3, 4, 5, 6}:
        raise invalid(
            f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}."
        )
    text_of(button, "label", path, least=0, most=80)
    if style == 5:
        url = text_of(button, "url", path, least=1, most=512)
        if not url.startswith(("http://", "https://", "discord://")):
            text = "Scheme must be one of ('http', 'https', 'discord')."
            raise invalid(f"{path}.url", "URL_TYPE_INVALID_SCHEME", text)
        if button.get("custom_id"):
            raise invalid(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "Not both.")
    elif style != 6:
        text_of(button, "custom_id", path, least=1, most=100)
        if button.get("url"):
            raise invalid(path, "BUTTON_COMPONENT_INVALID_URL", "This button cannot have a url")
        if not button.get("label") and not button.get("emoji"):
            text = "A button needs a label or an emoji"
            raise invalid(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", text)


def check_options(component: dict[str, Any], path: str, *, most: int = 25) -> None:
    options = component.get("options") or []
    if not 1 <= len(options) <= most:
        raise wrong_length(f"{path}.options", 1, most)
    values = []
    for number, option in enumerate(options):
        here = f"{path}.options.{number}"
        text_of(option, "label", here, least=1, most=100)
        values.append(text_of(option, "value", here, least=1, most=100))
        text_of(option, "description", here, least=0, most=100)
    if len(set(values)) < len(values):
        text = "The specified option value is already used"
        raise invalid(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", text)


def check_select(select: dict[str, Any], path: str) -> None:
    text_of(select, "custom_id", path, least=1, most=100)
    text_of(select, "placeholder", path, least=0, most=150)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not (0 <= least <= 25 and 1 <= most <= 25 and least <= most):
        raise invalid(
            f"{path}.min_values", "NUMBER_TYPE_RANGE", "int value should be between 0 and 25."
        )
    if select["type"] == STRING_SELECT:
        check_options(select, path)
        if most > len(select["options"]):
            text = f"Number value should be at most {len(select['options'])}."
            raise invalid(f"{path}.max_values", "SELECT_COMPONENT_MAX_VALUES_EXCEEDED", text)


# Modals


def check_modal(modal: dict[str, Any]) -> None:
    """Refuse (50035) a modal that Discord would not show."""
    text_of(modal, "title", "data", least=1, most=45)
    text_of(modal, "custom_id", "data", least=1, most=100)
    components = modal.get("components") or []
    if not 1 <= len(components) <= 5:
        raise wrong_length("data.components", 1, 5)
    for number, component in enumerate(components):
        _check_in_modal(component, f"data.components.{number}")
    _check_ids(components)


def _check_in_modal(component: dict[str, Any], path: str) -> None:
    kind = component.get("type")
    if kind == LABEL:
        text_of(component, "label", path, least=1, most=45)
        text_of(component, "description", path, least=0, most=100)
        control = component.get("component")
        if not control:
            raise required(f"{path}.component")
        _check_control(control, f"{path}.component", labelled=True)
    elif kind == ROW:
        inside = component.get("components") or []
        if len(inside) != 1:
            raise wrong_length(f"{path}.components", 1, 1)
        _check_control(inside[0], f"{path}.components.0", labelled=False)
    elif kind == TEXT:
        text_of(component, "content", path, least=1, most=4000)
    else:
        raise wrong_type(path, {ROW, TEXT, LABEL})


def _check_control(control: dict[str, Any], path: str, *, labelled: bool) -> None:
    kind = control.get("type")
    if kind not in (CONTROLS if labelled else {TEXT_INPUT}):
        raise wrong_type(path, CONTROLS if labelled else {TEXT_INPUT})
    text_of(control, "custom_id", path, least=1, most=100)
    if kind in SELECTS:
        check_select(control, path)
    elif kind in {21, 22}:
        check_options(control, path, most=10)
    elif kind == TEXT_INPUT:
        _check_text_input(control, path, labelled=labelled)


def _check_text_input(control: dict[str, Any], path: str, *, labelled: bool) -> None:
    if not labelled:
        text_of(control, "label", path, least=1, most=45)
    elif control.get("label"):
        raise invalid(
            f"{path}.label", "TEXT_INPUT_LABEL", "A label component holds the label already."
        )
    if control.get("style") not in {1, 2}:
        raise invalid(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
    text_of(control, "placeholder", path, least=0, most=100)
    least, most = control.get("min_length") or 0, control.get("max_length") or 4000
    if not (0 <= least <= 4000 and 1 <= most <= 4000 and least <= most):
        text = "int value should be between 0 and 4000."
        raise invalid(f"{path}.min_length", "NUMBER_TYPE_RANGE", text)
    if len(control.get("value") or "") > most:
        raise too_long(f"{path}.value", most)
