"""What a service remembers of campaigns' states, locks and extensions, so that it can refuse what they forbid.

The reviews service keeps it from its own events, others from what they hear. The rule is in shared.admission.
"""

from shared.gate.migrations import create_gate_tables
from shared.gate.policies import gate_policies
from shared.gate.queries import gate_of
from shared.gate.tables import WHOLE_CAMPAIGN, GateTables, gate_tables

__all__ = ["WHOLE_CAMPAIGN", "GateTables", "create_gate_tables", "gate_of", "gate_policies", "gate_tables"]
