"""Gold questions from use: drafted from articles and from feedback, reviewed by a person."""
