"""What outlives a question: conversations with every reply as its receipt."""
