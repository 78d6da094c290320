"""Talking to a language model with care: retries, a circuit, tokens, prices, a budget."""
