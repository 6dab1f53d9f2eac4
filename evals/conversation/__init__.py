"""Is every turn of a dialogue understood from what was said before?"""
