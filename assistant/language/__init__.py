"""Reading Chinese as people type it: spelling, script, parts of a message, personal data."""
