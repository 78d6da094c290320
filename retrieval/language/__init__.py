"""Reading text: words, names, numbers, dates and questions; knows nothing of articles or indexes."""
