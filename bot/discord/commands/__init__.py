"""Slash commands and context menus: each module parses, calls and renders one group of them."""
