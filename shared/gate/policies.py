"""How a service keeps its gate: what each event of a campaign changes in it."""

from __future__ import annotations

from shared.admission import State
from shared.eventstore import Unit
from shared.gate.tables import WHOLE_CAMPAIGN, GateTables
from shared.messaging import Envelope, Policy, when

SOURCE = "reviews"


def gate_policies(tables: GateTables) -> list[Policy]:
    """The policies that keep the gate's `tables` up to date, in reviews itself and where reviews is heard."""

    @when(SOURCE, "CampaignDrafted")
    def keep_it_shut(event: Envelope, unit: Unit) -> None:
        _say(event, unit, State.DRAFT)

    @when(SOURCE, "CampaignOpened")
    @when(SOURCE, "CampaignReopened")
    def open_it(event: Envelope, unit: Unit) -> None:
        _say(event, unit, State.OPEN)

    @when(SOURCE, "CampaignClosed")
    def shut_it(event: Envelope, unit: Unit) -> None:
        _say(event, unit, State.CLOSED)

    @when(SOURCE, "CampaignLocked")
    def lock_it(event: Envelope, unit: Unit) -> None:
        unit.tables.put(tables.locks, **{**event.data, "unit": event.data["unit"] or WHOLE_CAMPAIGN})

    @when(SOURCE, "CampaignUnlocked")
    def unlock_it(event: Envelope, unit: Unit) -> None:
        data = event.data
        key = {"campaign": data["campaign"], "unit": data["unit"] or WHOLE_CAMPAIGN, "stops": data["stops"]}
        unit.tables.remove(tables.locks, **key)

    @when(SOURCE, "DeadlineExtended")
    def give_the_unit_time(event: Envelope, unit: Unit) -> None:
        deadline = event.data["until"]
        until = {"until": deadline["date"], "rule": deadline["rule"], "zone": deadline["zone"]}
        unit.tables.put(tables.extensions, **{**event.data, **until})

    def _say(event: Envelope, unit: Unit, state: State) -> None:
        unit.tables.put(tables.states, campaign=event.data["campaign"], state=state.value)

    return [keep_it_shut, open_it, shut_it, lock_it, unlock_it, give_the_unit_time]
