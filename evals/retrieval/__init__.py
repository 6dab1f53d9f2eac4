"""Does retrieval rank the right measure, and the right sentence, first?"""
