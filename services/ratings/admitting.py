"""Whether a campaign takes something at this moment, by the state, locks and extensions that reviews has told of."""

from __future__ import annotations

from services.ratings.domain.errors import UnknownCampaign
from services.ratings.readmodel import gate
from shared.admission import Act, Gate, State
from shared.eventstore import Unit
from shared.gate import gate_of
from shared.register import Reader


def entrance(read: Reader, campaign: str) -> Gate:
    """What admission to the campaign depends on. Raises UnknownCampaign."""
    found = gate_of(gate, read, campaign)
    if found.state is State.NONE:
        raise UnknownCampaign(value=campaign)
    return found


def admit(unit: Unit, campaign: str, act: Act, place: str | None = None) -> None:
    """Raise CampaignNotOpen or Locked unless the act is allowed now, in the unit `place` or the campaign as a whole."""
    entrance(unit.tables.rows, campaign).admit(act, place, unit.context.now)
