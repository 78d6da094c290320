"""Find the passages for a question: full text and vectors give a pool, its sentences the order."""
