"""Read a follow-up by rules: what it leans on, whom and what it means, what it asks again."""
