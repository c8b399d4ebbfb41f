"""What a service remembers of the organizations service: the tree, collectives, people and posts.

Each service that hears organizations keeps its own copy in its own database, in the same form.
Names of people are not part of it; who needs them keeps them apart.
"""

from shared.register.migrations import create_register_tables
from shared.register.policies import register_policies
from shared.register.queries import Reader, among, inside, path_of, subjects
from shared.register.tables import Register, register_tables

__all__ = [
    "Reader",
    "Register",
    "among",
    "create_register_tables",
    "inside",
    "path_of",
    "register_policies",
    "register_tables",
    "subjects",
]
