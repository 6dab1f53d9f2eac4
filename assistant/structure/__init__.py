"""Questions about the document itself, answered exactly from its structure."""
