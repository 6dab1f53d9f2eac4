"""Places and days: which documents a question is asked of."""
