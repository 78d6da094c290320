"""A real server on loopback that speaks OpenAI's protocol; a model's name chooses its fault."""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.embedder import HashEmbedder

REPLY = "The ferry to Lunde was cancelled because of a storm."
WAIT = 20  # seconds after which a test has failed; nothing waits that long when all is well


class FaultServer(ThreadingHTTPServer):
    """`url` is the base URL; `requests` what was asked.

    `arrived` and `gone` are set when a request has come and when a client has hung up; set
    `released` to let go on what the model "held" was asked.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply = REPLY
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.visits: list[str] = []  # the paths of all requests, of whatever kind
        self.arrived = threading.Event()
        self.gone = threading.Event()
        self.released = threading.Event()
        self.told = "ok"  # what the model "told" does
        self.fail_first = 0  # how many requests get status 503 before all goes well

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what is tested."""


@contextmanager
def running() -> Iterator[FaultServer]:
    """A server for the length of a block."""
    server = FaultServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(WAIT)


class _Handler(BaseHTTPRequestHandler):
    server: FaultServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""

    def parse_request(self) -> bool:
        parsed = super().parse_request()
        self.server.visits.append(getattr(self, "path", ""))
        return parsed

    def do_GET(self) -> None:
        """Another service, such as one that collects traces."""
        self._plain(200, "application/json", "{}")

    def do_POST(self) -> None:
        if not self.path.startswith("/v1/"):
            self.close_connection = True
            self.do_GET()
            return
        body = self.rfile.read(int(self.headers["content-length"]))
        self.asked = json.loads(body)
        self.server.requests.append(self.asked)
        self.server.arrived.set()
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        if self.server.fail_first:
            self.server.fail_first -= 1
            self._error(503, "The server is overloaded.")
        elif self.path == "/v1/embeddings":
            self._embeddings()
        elif self.path != "/v1/chat/completions":
            self._error(404, f"Unknown request URL: POST {self.path}")
        else:
            FAULTS.get(self.asked["model"], _unknown)(self)

    # answers

    def _error(self, status: int, message: str, *, code: str | None = None, **headers: str) -> None:
        kind = "invalid_request_error" if status < 429 else "server_error"
        body = {"error": {"message": message, "type": kind, "code": code, "param": None}}
        self._plain(status, "application/json", json.dumps(body), **headers)

    def _plain(self, status: int, kind: str, text: str, **headers: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        if self.path == "/v1/embeddings":
            self.send_header("connection", "close")
            self.close_connection = True
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def _begin(self, *, keep: bool = False) -> None:
        """Begin a stream; with `keep` the connection serves another request after it."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.chunked = keep
        if keep:
            self.send_header("transfer-encoding", "chunked")
        else:
            self.send_header("connection", "close")
            self.close_connection = True
        self.end_headers()

    def _raw(self, content: bytes) -> None:
        if self.chunked:
            content = b"%x\r\n%b\r\n" % (len(content), content)
        self.wfile.write(content)

    def _data(self, data: Any) -> None:
        self._raw(b"data: " + json.dumps(data).encode() + b"\n\n")

    def _delta(self, reason: str | None = None, **delta: Any) -> None:
        self._data(_chunk(choices=[{"index": 0, "delta": delta, "finish_reason": reason}]))

    def _words(self) -> list[str]:
        return re.findall(r"\S+\s*", self.server.reply)

    def _until_gone(self) -> None:
        """Return when the client has hung up; it sends nothing after its request."""
        self.connection.settimeout(WAIT)
        try:
            if self.connection.recv(1) == b"":
                self.server.gone.set()
        except ConnectionError:
            self.server.gone.set()
        except TimeoutError:
            pass

    def _done(self, reason: str, *, usage: bool = True) -> None:
        self._delta(reason)
        if usage and (self.asked.get("stream_options") or {}).get("include_usage"):
            count = len(json.dumps(self.asked["messages"]).split())
            tokens = {"prompt_tokens": count, "completion_tokens": 7, "total_tokens": count + 7}
            self._data(_chunk(choices=[], usage=tokens))
        self._raw(b"data: [DONE]\n\n")
        if self.chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _embeddings(self) -> None:
        texts = self.asked["input"]
        texts = [texts] if isinstance(texts, str) else texts
        model = self.asked["model"]
        if model == "silent":
            _silent(self)
        elif model == "html":
            self._plain(200, "text/html", "<html>Welcome</html>")
        elif model.isdigit():
            self._error(int(model), "No.")
        elif any(not isinstance(text, str) or not text.strip() for text in texts):
            self._error(400, "input cannot be an empty string")
        else:
            embedder = HashEmbedder(window=512, dimensions=self.asked.get("dimensions", 256))
            vectors = 3 * embedder.embed(texts)  # not of length 1, as some servers have it
            rows = [
                {"object": "embedding", "index": row, "embedding": vector.tolist()}
                for row, vector in enumerate(vectors)
            ]
            if model == "short":
                rows = rows[:-1]
            if model == "reversed":
                rows = rows[::-1]
            if model == "nothing":
                rows = [{**row, "embedding": [0.0] * 256} for row in rows]
            body = {"object": "list", "data": rows, "model": model, "usage": {}}
            self._plain(200, "application/json", json.dumps(body))


def _chunk(**fields: Any) -> dict[str, Any]:
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", **fields}


def _unknown(handler: _Handler) -> None:
    handler._error(
        404, f"The model `{handler.asked['model']}` does not exist", code="model_not_found"
    )


def _ok(handler: _Handler) -> None:
    handler._begin(keep=True)
    handler._delta(role="assistant", content="")
    words = handler._words()
    limit = handler.asked.get("max_completion_tokens") or handler.asked.get("max_tokens")
    for word in words[:limit]:
        handler._delta(content=word)
    handler._done("length" if limit and limit < len(words) else "stop")


def _without_usage(handler: _Handler) -> None:
    handler._begin()
    handler._delta(content=handler.server.reply)
    handler._done("stop", usage=False)


def _refusing(field: str, message: str, status: int = 400) -> Callable[[_Handler], None]:
    def fault(handler: _Handler) -> None:
        if field in handler.asked:
            handler._error(status, message)
        else:
            _ok(handler)

    return fault


def _status(status: int, message: str, **options: str) -> Callable[[_Handler], None]:
    return lambda handler: handler._error(status, message, **options)


def _silent(handler: _Handler) -> None:
    handler._until_gone()
    handler.close_connection = True


def _held(handler: _Handler) -> None:
    handler.server.released.wait(WAIT)
    _ok(handler)


def _dripping(handler: _Handler) -> None:
    """A sentence every now and then, slower than a model writes, faster than edits may be."""
    handler._begin()
    for sentence in re.findall(r".+?\]\.\s*", handler.server.reply):
        handler._delta(content=sentence)
        time.sleep(0.4)
    handler._done("stop")


def _headers_only(handler: _Handler) -> None:
    handler._begin()
    handler._until_gone()


def _stall(handler: _Handler) -> None:
    handler._begin()
    handler._delta(content="The ferry ")
    handler._until_gone()


def _pause(handler: _Handler) -> None:
    """The reply, the beginning of more, and then nothing."""
    handler._begin()
    handler._delta(content=f"{handler.server.reply} And then the ")
    handler._until_gone()


def _comments(handler: _Handler) -> None:
    """Comments keep the connection alive, faster than any read timeout, and nothing comes."""
    handler._begin()
    handler.connection.settimeout(0.02)
    try:
        while True:
            handler.wfile.write(b": still there\n\n")
            try:
                if handler.connection.recv(1) == b"":
                    break
            except TimeoutError:
                continue
    except OSError:
        pass
    handler.server.gone.set()


def _forever(handler: _Handler) -> None:
    """Pieces without end, until the client has had enough."""
    handler._begin()
    try:
        while True:
            handler._delta(content="and ")
    except OSError:
        handler.server.gone.set()


def _abort(handler: _Handler) -> None:
    handler._begin()
    handler._delta(content="The ferry ")
    _reset(handler)


def _abort_at_once(handler: _Handler) -> None:
    _reset(handler)


def _reset(handler: _Handler) -> None:
    """End the connection with RST, as a crashed server or a firewall does."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.rfile.close()
    handler.connection.close()


def _cut(handler: _Handler) -> None:
    handler._begin()
    handler._delta(content="The ferry ")


def _no_reason(handler: _Handler) -> None:
    handler._begin()
    handler._delta(content="The ferry ")
    handler.wfile.write(b"data: [DONE]\n\n")


def _raw(*lines: bytes) -> Callable[[_Handler], None]:
    def fault(handler: _Handler) -> None:
        handler._begin()
        handler._delta(content="The ferry ")
        for line in lines:
            handler.wfile.write(line + b"\n\n")

    return fault


def _ending(reason: str, **delta: Any) -> Callable[[_Handler], None]:
    def fault(handler: _Handler) -> None:
        handler._begin()
        handler._delta(role="assistant", **delta)
        handler._done(reason)

    return fault


def _error_inside(error: Any) -> Callable[[_Handler], None]:
    def fault(handler: _Handler) -> None:
        handler._begin()
        handler._delta(content="The ferry ")
        handler._data({"error": error})

    return fault


_OVERFLOW = (
    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens."
)
FAULTS: dict[str, Callable[[_Handler], None]] = {
    "ok": _ok,
    "no-usage": _without_usage,
    "refuses-usage": _refusing("stream_options", "Unrecognized request argument: stream_options"),
    "refuses-usage-422": _refusing("stream_options", "stream_options: Extra inputs", 422),
    "refuses-max-tokens": _refusing(
        "max_tokens",
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
        "'max_completion_tokens' instead.",
    ),
    "refuses-new-name": _refusing("max_completion_tokens", "Unknown field max_completion_tokens"),
    "refuses-temperature": _refusing(
        "temperature", "Unsupported value: 'temperature' does not support 0 with this model."
    ),
    "400": _status(400, "Invalid value for 'messages'."),
    "401": _status(401, "Incorrect API key provided: sk-test-secret."),
    "403": _status(403, "Country, region, or territory not supported"),
    "429": _status(429, "Rate limit reached for requests", code="rate_limit_exceeded"),
    "429-after": _status(429, "Rate limit reached", retry_after="7"),
    "429-ms": _status(429, "Rate limit reached", retry_after_ms="1500"),
    "429-date": _status(429, "Rate limit reached", retry_after="Wed, 21 Oct 2015 07:28:00 GMT"),
    "429-nonsense": _status(429, "Rate limit reached", retry_after="soon"),
    "429-large": _status(429, "Request too large for ok on tokens per min (TPM): Limit 30000"),
    "quota": _status(429, "You exceeded your current quota", code="insufficient_quota"),
    "402": _status(402, "Payment required"),
    "500": _status(500, "The server had an error"),
    "503": _status(503, "Overloaded", retry_after="3"),
    "413": _status(413, "Payload too large"),
    "overflow": _status(400, _OVERFLOW, code="context_length_exceeded"),
    "overflow-by-words": _status(400, "the request exceeds the available context size"),
    "filter": _status(400, "The response was filtered", code="content_filter"),
    "redirect": lambda handler: handler._plain(
        307, "text/plain", "", location="http://127.0.0.1:1/v1/chat/completions"
    ),
    "silent": _silent,
    "held": _held,
    "told": lambda handler: FAULTS[handler.server.told](handler),
    "dripping": _dripping,
    "headers-only": _headers_only,
    "stall": _stall,
    "pause": _pause,
    "comments": _comments,
    "forever": _forever,
    "abort": _abort,
    "abort-at-once": _abort_at_once,
    "cut": _cut,
    "no-reason": _no_reason,
    "malformed": _raw(b'data: {"choices": [{"delta"'),
    "not-utf8": _raw(b"data: \xff\xfe"),
    "odd-chunks": _raw(b"data: 5", b"data: null", b'data: {"choices": {}}', b"data: []"),
    "html": lambda handler: handler._plain(200, "text/html", "<html>Welcome</html>"),
    "json": lambda handler: handler._plain(200, "application/json", '{"choices": []}'),
    "empty": _ending("stop", content=""),
    "spaces": _ending("stop", content=" \n"),
    "only-reasoning": _ending("length", reasoning_content="Hm. "),
    "filter-finish": _ending("content_filter", content="The ferry"),
    "error-finish": _ending("error", content="The ferry"),
    "refusal": _ending("stop", refusal="I cannot help with that."),
    "tool-finish": _ending("eos_token", content="The ferry was cancelled."),
    "error-inside": _error_inside({"message": "The engine has crashed.", "type": "server_error"}),
    "error-text-inside": _error_inside("The runner has stopped."),
    "overflow-inside": _error_inside({"message": _OVERFLOW, "code": "context_length_exceeded"}),
    "rate-inside": _error_inside({"message": "Slow down.", "code": 429}),
}
