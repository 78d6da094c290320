"""Who somebody is, without saying who: keyed hashes of Discord's user ids."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from retrieval.errors import RecordsBroken, RecordsError

FILE_NAME = "discord.key"
_BYTES = 32
_DIGITS = 32  # of the hash: 128 bits


class Identities:
    """Hashes user ids with a random key that is made once for each home; RecordsError."""

    def __init__(self, home: Path) -> None:
        self._key = _key(home / FILE_NAME)

    def of(self, user_id: int) -> str:
        """32 hexadecimal digits: the same for the same person, and no way back without the key."""
        return hmac.new(self._key, str(user_id).encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def _key(path: Path) -> bytes:
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise RecordsError(
            f"{path} cannot be read or made: {reason}.", hint="Check the folder's permissions."
        ) from error
    if len(key) != _BYTES:
        raise RecordsBroken(
            f"{path} is no key of Dateline.",
            hint="Put back its copy, or remove it: who asked what so far is then known no more.",
        )
    return key


def _make(path: Path) -> None:
    """Make the key under another name and give it its own at once: the first process wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(made)  # fails where the name is taken, which a rename would not
        except FileExistsError:
            return
    finally:
        made.unlink(missing_ok=True)
