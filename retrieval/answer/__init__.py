"""From passages to a reply: evidence, extraction, citations, verification, abstention, follow-ups."""
