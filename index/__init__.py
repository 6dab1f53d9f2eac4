"""Finding sentences: encoder, Chroma store, lexical search, hybrid retriever."""
