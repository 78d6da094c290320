"""The front that asks gold questions and counts."""
