"""What a person presses and fills in under an answer."""
