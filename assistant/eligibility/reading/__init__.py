"""Reading what a user wrote: numbers, dates, ages, and the facts about a family in them."""
