"""Policy text as data, and how it is read. Knows nothing of vectors or answers."""
