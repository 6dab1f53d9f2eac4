"""Does the right rule run, with exactly the right outcome and result?"""
