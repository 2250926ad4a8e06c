"""Everything that is tried."""

from typing import Final

from tests.chaos import small_disk
from tests.chaos.arena import Fault
from tests.chaos.faults import (
    bus_down,
    clock_back,
    database_restarted,
    disk_full,
    killed,
    never_reading,
    one_of_two,
    packets_lost,
    phones_asleep,
    torn_page,
)
from tests.chaos.scene import Setting

FAULTS: Final = [
    Fault("server killed", killed.strike),
    Fault("one of two servers killed", one_of_two.strike, Setting(servers=2)),
    Fault("bus down", bus_down.strike, Setting(servers=2, bus=True), lacks=bus_down.lacks),
    Fault("database restarted", database_restarted.strike, own_cluster=True),
    Fault("disk full", disk_full.strike, own_cluster=True, on_small_disk=True, lacks=small_disk.lacks),
    Fault("torn page", torn_page.strike, own_cluster=True),
    Fault("clock back", clock_back.strike, environment=clock_back.environment, lacks=clock_back.lacks),
    Fault("packets lost", packets_lost.strike, Setting(think=0.6), lacks=packets_lost.lacks, at_once=5),
    Fault(
        "phones asleep",
        phones_asleep.strike,
        Setting(think=0.3, heartbeat=phones_asleep.HEARTBEAT),
        at_once=3,
    ),
    Fault("never reading", never_reading.strike),
]
