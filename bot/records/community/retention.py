"""What is forgotten: one person's, one guild's, and whatever is older than it may be."""

from __future__ import annotations

from bot.records.community.settings import GuildSettings, from_json
from bot.records.community.tables import DAY, Records

_SEEN = 7 * DAY  # Discord replays an event minutes later, not days
_TOKENS = 900  # Discord takes an interaction's token for 15 minutes


class Retention(Records):
    """Deletes for good: what is gone stands in no byte of the file."""

    def forget(self, asker: str) -> int:
        """Delete everything of one person, in all guilds; how many questions and watches."""
        with self._file.writing() as connection:
            gone = connection.execute("DELETE FROM questions WHERE asker = ?", (asker,)).rowcount
            gone += connection.execute("DELETE FROM watches WHERE asker = ?", (asker,)).rowcount
            connection.execute("DELETE FROM ratings WHERE asker = ?", (asker,))
            connection.execute("DELETE FROM remembered WHERE instr(key, ?)", (asker,))
        self._file.compact()
        return gone

    def forget_guild(self, guild_id: int) -> int:
        """Delete everything of a guild but its settings; how many questions and watches."""
        with self._file.writing() as connection:
            gone = connection.execute(
                "DELETE FROM questions WHERE guild_id = ?", (guild_id,)
            ).rowcount
            gone += connection.execute(
                "DELETE FROM watches WHERE guild_id = ?", (guild_id,)
            ).rowcount
            connection.execute(
                "DELETE FROM remembered WHERE substr(key, 1, length(:begin)) = :begin",
                {"begin": f"{guild_id}:"},
            )
        self._file.compact()
        return gone

    def purge(self, now: int) -> int:
        """Delete what is older than its guild keeps it; how many questions and watches."""
        default = GuildSettings().retention_days
        with self._file.writing() as connection:
            chosen = {
                row["guild_id"]: from_json(row["chosen"], row["guild_id"]).retention_days
                for row in connection.execute("SELECT guild_id, chosen FROM settings")
            }
            guilds = connection.execute(
                "SELECT guild_id FROM questions UNION SELECT guild_id FROM watches"
            ).fetchall()
            gone = 0
            for (guild_id,) in guilds:
                oldest = now - chosen.get(guild_id, default) * DAY
                gone += connection.execute(
                    "DELETE FROM questions WHERE guild_id IS ? AND asked_at < ?", (guild_id, oldest)
                ).rowcount
                gone += connection.execute(
                    "DELETE FROM watches WHERE guild_id IS ? AND created_at < ?", (guild_id, oldest)
                ).rowcount
            connection.execute("DELETE FROM seen WHERE at < ?", (now - _SEEN,))
            connection.execute(
                "UPDATE questions SET token = NULL WHERE token IS NOT NULL AND asked_at < ?",
                (now - _TOKENS,),
            )
        self._file.compact()
        return gone
