"""The Discord front under load: a burst of questions, and half an hour at Discord's own ceiling."""
