"""Does the answer say what it must, nothing that it must not, and no figure without a source?"""
