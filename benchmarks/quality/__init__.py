"""How good the answers are on public question sets, beside other ways to search the same articles."""
