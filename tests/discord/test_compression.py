"""The gateway's messages are read from a zlib stream."""

import zlib

from discord import utils

from bot.discord.compression import ZlibStream, use_zlib


def test_messages_are_read_from_frames_however_they_are_cut() -> None:
    deflate = zlib.compressobj()
    stream = ZlibStream()
    for text in ('{"op": 10}', '{"text": "Grüße aus Łódź"}' * 100):
        sent = deflate.compress(text.encode()) + deflate.flush(zlib.Z_SYNC_FLUSH)
        assert stream.decompress(sent[:5]) is None
        assert stream.decompress(sent[5:]) == text


def test_discord_py_is_told_to_ask_for_it() -> None:
    use_zlib()
    assert utils._ActiveDecompressionContext.COMPRESSION_TYPE == "zlib-stream"
