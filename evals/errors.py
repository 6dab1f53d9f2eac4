"""What an operator of the evaluation must mend."""

from __future__ import annotations


class EvalInputError(Exception):
    """Cases, answers or results that cannot be used; the message is Chinese and says what to do."""
