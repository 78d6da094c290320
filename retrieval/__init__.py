"""Articles in, cited answers out: `from retrieval import Library`."""
