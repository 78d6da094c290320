"""Replies as texts that Discord shows: pure functions, every text of a stranger escaped."""
