"""Questions over the whole library, judged by the sentences that answer: sets written by strangers."""
