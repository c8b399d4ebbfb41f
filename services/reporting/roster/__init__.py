"""The roster: every subject of every campaign in one row, ready to be listed, found and counted.

What the figures are counted from stands in many tables, joined for each subject. A list that is sorted, filtered and
searched among a hundred thousand members cannot be joined each time. So the policies keep one row for each subject of
each campaign, with what lists ask for; the figures that the pages show are sums over these rows.
"""
