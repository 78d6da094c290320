"""The chromadb package: imported without its surroundings, its clients, and its errors as ours."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.adapters.silence import silence
from retrieval.errors import VectorIndexError

if TYPE_CHECKING:
    from types import ModuleType

    from chromadb.api.client import Client

_REPAIR = "Mend it with: dateline doctor --repair; or answer without it: DATELINE_VECTORS=exact"
_CONNECT = "Start the server, or correct DATELINE_CHROMA_URL, or leave it empty."
_SECONDS = 30.0  # for one request; chromadb itself would wait for ever
_HELLO_SECONDS = 5.0
_VENDORS = {"chromadb", "chromadb_rust_bindings", "httpx", "httpcore", "orjson", "pyo3_runtime"}
_ALONE = threading.Lock()


def vendor() -> ModuleType:
    """The package chromadb."""
    silence()
    with _defaults_only():
        try:
            import chromadb
        except ImportError as error:
            raise VectorIndexError(
                f"The package chromadb cannot be used: {error}.",
                hint="Reinstall Dateline, or answer without it: DATELINE_VECTORS=exact",
            ) from error
        return chromadb


def open_folder(folder: Path) -> Client:
    """A client of the store in `folder`; only one process may have one.

    Not by PersistentClient: where opening fails, that remembers the failed store for the rest of
    the process, and a new one in the same place cannot be opened.
    """
    vendor()
    from chromadb.api import ServerAPI
    from chromadb.api.client import Client
    from chromadb.config import System

    with translated(hint=_REPAIR):
        system = System(_settings(is_persistent=True, persist_directory=str(folder)))
        system.instance(ServerAPI)  # type: ignore[type-abstract]  # it looks up the class to use
        system.start()
        return Client.from_system(system)


def connect(url: str) -> Client:
    """A client of a Chroma server; VectorIndexError at once when it does not answer."""
    _greet(url)
    chroma = vendor()
    with translated(hint=_CONNECT):
        client: Client = chroma.HttpClient(host=url.rstrip("/"), settings=_settings())
    for session in _sessions(client):
        session.timeout = _SECONDS
    return client


def close(client: Client) -> None:
    """Let go of the store or the server."""
    sessions = _sessions(client)
    with translated():
        client.close()
    for session in sessions:
        session.close()


def _sessions(client: Client) -> list[Any]:
    """Its HTTP sessions: chromadb neither limits how long they wait nor closes them."""
    owners = [client, getattr(client, "_admin_client", None)]
    servers = [getattr(owner, "_server", None) for owner in owners]
    found = [getattr(server, "_session", None) for server in servers]
    return [session for session in found if session is not None]


@contextmanager
def translated(*, hint: str = _REPAIR) -> Iterator[None]:
    """Whatever chromadb raises becomes a VectorIndexError; everything else stays what it is."""
    try:
        yield
    except BaseException as error:  # Rust panics are BaseExceptions
        if not _is_vendors(error):
            raise
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise VectorIndexError(f"Chroma failed: {reason}.", hint=hint) from error


def _is_vendors(error: BaseException) -> bool:
    if isinstance(error, ValueError) or type(error) is Exception:
        return True  # "Could not connect", and answers with an unknown status
    return any(each.__module__.partition(".")[0] in _VENDORS for each in type(error).__mro__)


def _settings(**chosen: Any) -> Any:
    """Chroma's settings: what is given, and defaults."""
    from chromadb.config import Settings

    with _defaults_only():
        return Settings(anonymized_telemetry=False, **chosen)


@contextmanager
def _defaults_only() -> Iterator[None]:
    """Chroma's settings know nothing but their defaults; other programs' settings are untouched.

    It reads `.env` in the working directory and names like ALLOW_RESET in the environment, at
    import too. They are not meant for it: `ALLOW_RESET=maybe` would make the import fail, and
    CHROMA_API_IMPL would replace the store.
    """
    from pydantic_settings import BaseSettings

    name = "settings_customise_sources"
    with _ALONE:
        original = BaseSettings.__dict__[name]

        def sources(cls: type[Any], /, settings_cls: Any, init_settings: Any, **others: Any) -> Any:
            if cls.__module__.partition(".")[0] == "chromadb":
                return (init_settings,)
            return original.__func__(cls, settings_cls, init_settings=init_settings, **others)

        setattr(BaseSettings, name, classmethod(sources))
        try:
            yield
        finally:
            setattr(BaseSettings, name, original)


def _greet(url: str) -> None:
    address = f"{url.rstrip('/')}/api/v2/heartbeat"
    try:
        with urllib.request.urlopen(address, timeout=_HELLO_SECONDS) as answer:  # noqa: S310  # http(s) by the settings
            answer.read(1_000)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise VectorIndexError(
            f"No Chroma server answers at {url}: {reason}.", hint=_CONNECT
        ) from error
