"""Are uncovered questions refused, and covered ones not?"""
