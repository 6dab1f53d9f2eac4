"""The optional chat model: it chooses and orders, its words are checked."""
