"""Rules as code: facts about a family in, cited results out."""
