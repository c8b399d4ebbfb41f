"""What makes a rating: the rulebook, the evidence, the derived level, the decision.

Pure Python. Read `decisions/decision.py` first: it is the text of the rules in the order they are checked.
"""
