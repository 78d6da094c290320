"""The REST door: authorization, faults, rate limits, bodies; routes stand elsewhere."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .messages import Files
from .ratelimits import Verdict
from .refusals import (
    INVALID_JSON,
    INVALID_WEBHOOK_TOKEN,
    NOT_FOUND,
    UNAUTHORIZED,
    UNKNOWN_INTERACTION,
    Refused,
    refused,
)
from .world import Payload

if TYPE_CHECKING:
    from .faults import Fault
    from .server import Server

API = "/api/v10"


@dataclass
class Call:
    """One request: the parts of its path, its query and body."""

    method: str
    path: str
    parts: tuple[str, ...]
    query: dict[str, str]
    body: Any = None
    files: Files = field(default_factory=dict)

    def fields(self) -> Payload:
        """The body, which must be an object."""
        if not isinstance(self.body, dict):
            raise refused(INVALID_JSON)
        return self.body


Handler = Callable[["Server", Call], Awaitable[Any]]
Routes = list[tuple[str, str, Handler]]


@dataclass(frozen=True)
class Refusal:
    """What was answered with 4xx or, by a fault, worse."""

    at: float
    method: str
    path: str
    status: int
    code: int
    message: str


class Rest:
    """Carries out requests under /api/v10."""

    def __init__(self, server: Server, routes: Routes) -> None:
        self.server = server
        self.routes = [(method, re.compile(path), handler) for method, path, handler in routes]
        self.log: list[tuple[float, str, str]] = []
        self.bodies: list[Any] = []
        self.lost: set[tuple[str, str]] = set()  # of what the bot cannot know that it was done
        self.busy = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        method, path = request.method, request.path.removeprefix(API)
        self.log.append((time.monotonic(), method, path))
        self.busy += 1
        try:
            return await self._serve(request, method, path)
        finally:
            self.busy -= 1
            self.server.changed()

    async def _serve(self, request: web.Request, method: str, path: str) -> web.StreamResponse:
        call = await self._read(request, method, path)
        fault = self.server.faults.find(method, path)
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        elif fault is not None and fault.kind != "lost":
            if fault.kind == UNKNOWN_INTERACTION[1]:
                self.server.interactions.pop(path.split("/")[-2], None)
            return _broken(request, fault)
        verdict = self.server.limits.judge(method, path)
        if verdict.wait:
            self.server.limited.append(self._refusal(method, path, 429, 0, "rate limited"))
            return _limited(verdict)
        response = await self._answer(request, call, verdict)
        if fault is not None and fault.kind == "lost":
            self.lost.add((method, path))
            _cut(request)
        return response

    async def _answer(self, request: web.Request, call: Call, verdict: Verdict) -> web.Response:
        try:
            if isinstance(call.body, Refused):
                raise call.body
            found = await self._carry_out(request, call)
        except Refused as why:
            self.server.refused.append(
                self._refusal(call.method, call.path, why.status, why.code, why.message)
            )
            if why.fault and (call.method, call.path) not in self.lost:
                said = json.dumps(why.errors) if why.errors else ""
                self.server.errors.append(f"{call.method} {call.path}: {why} {said}".strip())
            return _json(why.body(), why.status, verdict.headers)
        if found is None:
            return web.Response(status=204, headers=verdict.headers)
        return _json(found, 200, verdict.headers)

    async def _carry_out(self, request: web.Request, call: Call) -> Any:
        for method, pattern, handler in self.routes:
            found = pattern.fullmatch(call.path) if method == call.method else None
            if found:
                call.parts = tuple(found.groups())
                self._authorize(request, call.path)
                return await handler(self.server, call)
        raise refused(NOT_FOUND)

    def _authorize(self, request: web.Request, path: str) -> None:
        given = request.headers.get("Authorization")
        if path.startswith(("/interactions/", "/webhooks/")):
            return
        if given != f"Bot {self.server.gateway.token}":
            raise refused(UNAUTHORIZED)
        if not request.headers.get("User-Agent", "").startswith("DiscordBot"):
            self.server.errors.append("A request named no DiscordBot as its user agent.")

    async def _read(self, request: web.Request, method: str, path: str) -> Call:
        call = Call(method, path, (), dict(request.query))
        try:
            if request.content_type == "multipart/form-data":
                await _read_parts(request, call)
            elif request.can_read_body:
                text = await request.text()
                call.body = json.loads(text) if text else None
                if text and request.content_type != "application/json":
                    call.body = refused(INVALID_JSON)
        except ValueError:
            call.body = refused(INVALID_JSON)
        self.bodies = [*self.bodies[-999:], call.body]
        return call

    @staticmethod
    def _refusal(method: str, path: str, status: int, code: int, message: str) -> Refusal:
        return Refusal(time.monotonic(), method, path, status, code, message)


async def _read_parts(request: web.Request, call: Call) -> None:
    async for part in await request.multipart():
        data = bytes(await part.read(decode=False))  # type: ignore[union-attr]  # never nested here
        name = part.name or ""  # type: ignore[union-attr]  # likewise
        if name == "payload_json":
            call.body = json.loads(data)
        elif re.fullmatch(r"files\[\d+\]", name):
            call.files[name] = (part.filename or "file", data)  # type: ignore[union-attr]  # likewise
    if call.body is None:
        call.body = {}


def _json(body: Any, status: int, headers: dict[str, str]) -> web.Response:
    sent = {**headers, "Via": "1.1 google", "Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=sent)


def _limited(verdict: Verdict) -> web.Response:
    body = {
        "message": "You are being rate limited.",
        "retry_after": round(verdict.wait, 3),
        "global": verdict.everywhere,
    }
    return _json(body, 429, verdict.headers)


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _broken(request: web.Request, fault: Fault) -> web.Response:
    if fault.kind == "abort":
        _cut(request)
        return web.Response(status=500)
    if fault.kind == 429:
        return _limited(Verdict({"Retry-After": "1"}, fault.seconds, fault.everywhere))
    for status, code, message in (UNKNOWN_INTERACTION, INVALID_WEBHOOK_TOKEN):
        if fault.kind == code:
            return _json({"message": message, "code": code}, status, {})
    return web.Response(status=int(fault.kind), text="upstream connect error")
