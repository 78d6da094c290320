"""What people try in questions, articles and, through those, in what a model writes."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

patient = settings(deadline=None)  # on a busy machine a long text takes its time

TEXTS = (
    "@everyone look",
    "@here and @\u200beveryone and @\u2060here",
    "<@123456789012345678> <@!123456789012345678> <@&123456789012345678> <#123456789012345678>",
    "</settings:123456789012345678> <t:1634554800:R> <id:guide> <:x:123456789012345678> <a:y:1>",
    "\\<@123456789012345678> and \\@everyone",
    "discord.gg/abc https://discord.gg/abc DISCORD.GG/ABC discord\u200b.gg/abc discord\uff0egg/abc",
    "https://discord.com/invite/abc discordapp.com/invite/abc ptb.discord.com/invite/abc",
    "discord.new/abc https://discord.gift/abc discord.com/template/abc",
    "[free nitro](https://evil.example/login) [x](<https://evil.example>) \\[x](https://evil.example)",
    "https://evil.example/@everyone <https://evil.example> steam://run/1 discord://-/channels/@me",
    "```py\nprint('@everyone')\n``` `code` ```",
    "**bold** __under__ *it* _it_ ~~gone~~ ||secret|| \\**not**",
    "# one\n## two\n### three\n-# small\n> quote\n>>> rest\n- list\n* list\n+ list\n1. first\n---",
    "\u202egnp.exe\u2066 \u200e\u200f a\u200bb\u200cc\u200dd\ufeff\x00\x1b[31m\x07",
    "Z\u0334\u0327\u0322\u031b\u0348\u0333\u032e\u0324\u0323\u0301\u030a\u0304a" + "\u0301" * 500,
    "\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea \ufdfd \U0001242b " + "\U0001f600" * 300,
    ":smile: :100: 10:100:30",
    "\ud800 lone",
    "&lt;@everyone&gt; &#64;everyone",
    "word " * 450,
    "x" * 2500,
)

_FRAGMENTS = (
    *"@<>#:/[]()*_~`|\\-+=.!&>123 \n",
    *("everyone", "here", "discord", "discordapp", "gg", ".com/invite/x", ".gg/x", "https", "://"),
    *("<@1>", "<#1>", "<t:1>", "<:a:1>", "</a:1>", "](", "```", "**", "||", "-# ", "> ", "1. "),
    *("\u200b", "\u200d", "\u202e", "\u0301", "\U0001f600", "\u00ad", "a", "word "),
)

text = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(_FRAGMENTS), max_size=40).map("".join),
    st.sampled_from(TEXTS),
)
