"""What the Discord front remembers: questions with receipts, settings, watches, what was seen."""
