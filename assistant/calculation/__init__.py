"""Questions that need a figure, a date or a decision: a rule computes, the text never guesses."""
