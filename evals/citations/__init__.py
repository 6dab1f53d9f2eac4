"""Does the answer cite the right measures and sentences, verbatim, and does what it cites back it?"""
