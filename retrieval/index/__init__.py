"""From an article to what can be found: sentences, chunks, the catalogue."""
