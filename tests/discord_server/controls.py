"""What Discord's own client does for people: finds commands, checks options, presses, submits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import interactions, messages, payloads
from .commands import GROUP, SUBCOMMAND, option_path
from .components import walk
from .interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from .world import DM, Payload

if TYPE_CHECKING:
    from .people import User
    from .sight import Seen

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
RESOLVED = {USER: "users", CHANNEL: "channels", ROLE: "roles", ATTACHMENT: "attachments"}


def find_command(user: User, place: Payload, name: str, kind: int) -> Payload:
    """The synced command, where this person may see it."""
    server = user.server
    scopes = [place.get("guild_id"), None]
    known = [
        one for scope in scopes for one in server.commands.get(scope, []) if one["type"] == kind
    ]
    found = next((one for one in known if one["name"] == name), None)
    assert found, f"there is no command {name!r}, only {[one['name'] for one in known]}"
    context = 0 if place.get("guild_id") else 1
    contexts = found.get("contexts")
    assert contexts is None or context in contexts, f"{name!r} is not offered in this place"
    guild = server.world.guild_of(place)
    here = guild is None or server.world.bot["id"] in guild["_members"]
    kinds = found["integration_types"]
    installed = user.payload.get("_installed") and 1 in kinds
    assert installed or (here and 0 in kinds), f"{name!r} is not installed here"
    wanted = found.get("default_member_permissions")
    if wanted is not None and guild is not None:
        held = server.world.permissions(user.id, place)
        assert held & int(wanted) == int(wanted), f"{user.payload['username']} may not use {name!r}"
    return found


def _data(command: Payload, options: list[Payload], resolved: Payload) -> Payload:
    data = {
        "id": command["id"],
        "name": command["name"],
        "type": command["type"],
        "options": options,
    }
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return {**data, "resolved": resolved} if resolved else data


def _nest(command: Payload, names: list[str], values: list[Payload]) -> list[Payload]:
    """The values inside the subcommand (and group) that were named."""
    options = command.get("options") or []
    kinds = []
    for name in names:
        found = next(one for one in options if one["name"] == name)
        kinds.append(found["type"])
        options = found.get("options") or []
    for name, kind in reversed([*zip(names, kinds, strict=True)]):
        values = [{"name": name, "type": GROUP if kind == GROUP else SUBCOMMAND, "options": values}]
    return values


async def slash(user: User, place: Payload, text: str, options: Payload) -> Interaction:
    top, *names = text.removeprefix("/").split()
    command = find_command(user, place, top, 1)
    known = option_path(command.get("options") or [], names)
    assert known is not None, f"there is no command /{text}"
    unknown = options.keys() - {one["name"] for one in known}
    assert not unknown, f"/{text} has no options {sorted(unknown)}"
    resolved: Payload = {}
    values = []
    for option in known:
        given = options.get(option["name"])
        assert given is not None or not option.get("required"), f"/{text} needs {option['name']}"
        if given is not None:
            value = _value(user, place, option, given, resolved)
            values.append({"name": option["name"], "type": option["type"], "value": value})
    data = _data(command, _nest(command, names, values), resolved)
    return await interactions.begin(user.server, user.payload, place, COMMAND, data)


def _value(user: User, place: Payload, option: Payload, given: Any, resolved: Payload) -> Any:
    kind, name = option["type"], option["name"]
    if kind == ATTACHMENT:
        kept = messages.keep_file(user.server, place["id"], *given)
        resolved.setdefault("attachments", {})[kept["id"]] = kept
        return kept["id"]
    if kind in RESOLVED or kind == MENTIONABLE:
        return _resolve(user, place, given.payload, resolved)
    if kind == STRING:
        assert isinstance(given, str), f"{name} takes text"
        assert len(given) <= (option.get("max_length") or 6000), f"{name} is too long"
        assert len(given) >= (option.get("min_length") or 1), f"{name} is too short"
    if kind == BOOLEAN:
        assert isinstance(given, bool), f"{name} takes true or false"
    if kind in (INTEGER, NUMBER):
        assert isinstance(given, int | float), f"{name} takes a number"
        assert given >= option.get("min_value", given), f"{name} is too small"
        assert given <= option.get("max_value", given), f"{name} is too large"
    choices = option.get("choices")
    if choices:
        by_name = {one["name"]: one["value"] for one in choices}
        allowed = {*by_name.values()}
        given = given if given in allowed else by_name.get(given)
        assert given is not None, f"{name} is one of {sorted(by_name)}"
    return given


def _resolve(user: User, place: Payload, target: Payload, resolved: Payload) -> str:
    world = user.server.world
    key = str(target["id"])
    guild = world.guild_of(place)
    if key in world.users:
        resolved.setdefault("users", {})[key] = payloads.plain(target)
        if guild is not None and key in guild["_members"]:
            member = payloads.member(world, guild, key, with_user=False)
            held = {**member, "permissions": str(world.permissions(key, place))}
            resolved.setdefault("members", {})[key] = held
    elif key in world.channels:
        shown = payloads.channel(world, target)
        held = {**shown, "permissions": str(world.permissions(user.id, target))}
        resolved.setdefault("channels", {})[key] = held
    else:
        resolved.setdefault("roles", {})[key] = payloads.plain(target)
    return key


async def complete(user: User, place: Payload, text: str, option: str, typed: str) -> list[Payload]:
    top, *names = text.removeprefix("/").split()
    command = find_command(user, place, top, 1)
    known = option_path(command.get("options") or [], names) or []
    found = next((one for one in known if one["name"] == option), None)
    assert found, f"/{text} has no option {option}"
    assert found.get("autocomplete"), f"/{text} suggests nothing for {option}"
    value = {"name": option, "type": found["type"], "value": typed, "focused": True}
    data = _data(command, _nest(command, names, [value]), {})
    made = await interactions.begin(user.server, user.payload, place, AUTOCOMPLETE, data)
    await user.server.until(lambda: made.choices is not None)
    return made.choices or []


async def menu(user: User, name: str, target: Seen | User) -> Interaction:
    from .people import User as Person

    server = user.server
    if isinstance(target, Person):
        place = user.where(None)
        command = find_command(user, place, name, 2)
        resolved: Payload = {}
        _resolve(user, place, target.payload, resolved)
    else:
        place = target.place
        command = find_command(user, place, name, 3)
        # The one message whose content is given without the intent.
        resolved = {"messages": {target.id: payloads.message(server.world, target.payload)}}
    data = {**_data(command, [], resolved), "target_id": target.id}
    return await interactions.begin(server, user.payload, place, COMMAND, data)


def _check_seen(user: User, message: Seen, control: Payload) -> None:
    only_for = message.payload.get("_only_for")
    assert only_for in (None, user.id), "only another person sees this message"
    assert not message.gone, "the message is gone"
    assert not control.get("disabled"), f"{control.get('label')!r} is disabled"
    assert message.place["type"] != DM or message.place["_with"] == user.id


async def press(user: User, message: Seen, label_or_id: str) -> Interaction:
    button = message.control(label_or_id)
    _check_seen(user, message, button)
    assert button["type"] == 2, f"{label_or_id!r} is no button"
    assert button["style"] != 5, f"{label_or_id!r} is a link"
    data = {"custom_id": button["custom_id"], "component_type": 2, "id": button["id"]}
    return await interactions.begin(
        user.server, user.payload, message.place, COMPONENT, data, message.payload
    )


async def choose(user: User, message: Seen, control: str, values: list[str]) -> Interaction:
    select = message.control(control)
    _check_seen(user, message, select)
    data = {
        "custom_id": select["custom_id"],
        "component_type": select["type"],
        "id": select["id"],
        "values": _choice(select, values),
    }
    resolved: Payload = {}
    if select["type"] != STRING:
        world = user.server.world
        for value in values:
            roles = (world.guild_of(message.place) or {"_roles": {}})["_roles"]
            target = world.users.get(value) or world.channels.get(value) or roles[value]
            _resolve(user, message.place, target, resolved)
        data["resolved"] = resolved
    return await interactions.begin(
        user.server, user.payload, message.place, COMPONENT, data, message.payload
    )


def _choice(select: Payload, values: list[str]) -> list[str]:
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    assert least <= len(values) <= most, f"choose between {least} and {most}"
    if select["type"] != STRING:
        return values
    by_label = {one["label"]: one["value"] for one in select["options"]}
    chosen = [by_label.get(value, value) for value in values]
    assert {*chosen} <= {*by_label.values()}, f"there is no such choice among {sorted(by_label)}"
    return chosen


async def submit(user: User, shown: Interaction, values: Payload) -> Interaction:
    modal = shown.modal
    assert modal is not None, "no modal was shown"
    assert shown.user["id"] == user.id, "the modal was shown to another person"
    left = dict(values)
    parts = [_part(user, shown, one, left) for one in modal["components"]]
    assert not left, f"the modal has no {sorted(left)}"
    resolved = {k: v for one in walk(parts) for k, v in one.pop("_resolved", {}).items()}
    data: Payload = {"custom_id": modal["custom_id"], "components": parts}
    if resolved:
        data["resolved"] = {"attachments": resolved}
    return await interactions.begin(
        user.server, user.payload, shown.place, MODAL, data, shown.source
    )


def _part(user: User, shown: Interaction, part: Payload, left: Payload) -> Payload:
    if part["type"] == 18:
        control = _control(user, shown, part["component"], part["label"], left)
        return {"type": 18, "id": part.get("id", 0), "component": control}
    if part["type"] == 1:
        inside = part["components"][0]
        control = _control(user, shown, inside, inside["label"], left)
        return {"type": 1, "id": part.get("id", 0), "components": [control]}
    return {"type": part["type"], "id": part.get("id", 0)}


def _control(user: User, shown: Interaction, part: Payload, label: str, left: Payload) -> Payload:
    name = part["custom_id"] if part["custom_id"] in left else label
    given = left.pop(name, None)
    made: Payload = {"type": part["type"], "custom_id": part["custom_id"], "id": part.get("id", 0)}
    needed = part.get("required", True)
    if part["type"] == 4:
        text = part.get("value", "") if given is None else given
        assert text or not needed, f"{label} is required"
        assert len(text) <= (part.get("max_length") or 4000), f"{label} is too long"
        assert not text or len(text) >= (part.get("min_length") or 0), f"{label} is too short"
        return {**made, "value": text}
    assert given is not None or not needed, f"{label} is required"
    if part["type"] == 19:
        kept = [messages.keep_file(user.server, shown.place["id"], *one) for one in given or []]
        made["_resolved"] = {one["id"]: one for one in kept}
        return {**made, "values": [one["id"] for one in kept]}
    if part["type"] in {21, 23}:
        return {**made, "value": given}
    chosen = [given] if isinstance(given, str) else list(given or [])
    return {**made, "values": _choice(part, chosen) if chosen else []}
