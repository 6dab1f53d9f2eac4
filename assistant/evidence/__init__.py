"""Finding the text that answers a question, and deciding whether any does."""
