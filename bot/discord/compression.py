"""How the gateway's messages are compressed: with zlib, whatever other packages bring along."""

from __future__ import annotations

import zlib

from discord import utils

_END = b"\x00\x00\xff\xff"  # Z_SYNC_FLUSH: a message is complete


class ZlibStream:
    """One stream of messages, each of which may come in several frames."""

    COMPRESSION_TYPE = "zlib-stream"

    def __init__(self) -> None:
        self._frames = bytearray()
        self._inflate = zlib.decompressobj()

    def decompress(self, data: bytes, /) -> str | None:
        """The message that these bytes complete; None while it is not complete."""
        self._frames += data
        if not self._frames.endswith(_END):
            return None
        message = self._inflate.decompress(bytes(self._frames))
        self._frames.clear()
        return message.decode("utf-8")


def use_zlib() -> None:
    """Ask for zlib.

    discord.py takes zstd as soon as any other package has brought zstandard (langsmith does), so
    that what goes over the wire would depend on an unrelated dependency.
    """
    utils._ActiveDecompressionContext = ZlibStream
