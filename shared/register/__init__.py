"""What a service remembers of the organizations service: the tree, collectives, people and posts, in two times.

Each service that hears organizations keeps its own copy in its own database, in the same form, and asks views of it:
`register.live` for how things stand now, `register.of(campaign)` for how the campaign sees them.
Names are not part of it; who needs them keeps them apart, as rectangles of the same form.
"""

from shared.reader import Reader
from shared.register.charge import paths_of
from shared.register.migrations import create_register_tables, make_rectangles, open_editions, remember_in_two_times
from shared.register.policies import edition_policies, register_policies
from shared.register.queries import among, inside, stands_inside, subjects
from shared.register.rectangles import change, enter, rectangles
from shared.register.views import Register, View

__all__ = [
    "Reader",
    "Register",
    "View",
    "among",
    "change",
    "create_register_tables",
    "edition_policies",
    "enter",
    "inside",
    "make_rectangles",
    "open_editions",
    "paths_of",
    "rectangles",
    "register_policies",
    "remember_in_two_times",
    "stands_inside",
    "subjects",
]
