"""What pages work with, gathered in one record; web/app.py builds it."""

from typing import cast

from msgspec import Struct
from starlette.requests import Request

from deliberation.ledger.store import Ledger
from deliberation.media.library import Library
from deliberation.records.admission import Admission
from deliberation.records.calling.store import Calling
from deliberation.records.cards import Cards
from deliberation.records.communities import Communities
from deliberation.records.figures import Figures
from deliberation.records.importing import Importer
from deliberation.records.issues.sorting import Sorting
from deliberation.records.issues.store import Issues
from deliberation.records.issues.voices import Voices
from deliberation.records.people.committee import Committee
from deliberation.records.people.groups import Groups
from deliberation.records.people.standing_cards import StandingCards
from deliberation.records.people.store import People
from deliberation.records.rulebook.store import Rulebook
from deliberation.records.staff.grants import Grants
from deliberation.records.staff.links import Links
from deliberation.records.staff.passwords import Passwords
from deliberation.records.staff.remarks import Remarks
from deliberation.records.staff.second_factor import SecondFactor
from deliberation.records.staff.sign_ins import SignIns
from deliberation.records.staff.store import Staff
from deliberation.records.staff.trail import Trail
from deliberation.records.store import Records
from deliberation.records.topics.store import Topics
from web.attempts import Attempts
from web.settings import Settings
from web.templating import Templates
from web.tokens import Csrf, Device, Sealed, StaffCookies


class Services(Struct, frozen=True):
    """The hall's parts, for the life of the process."""

    settings: Settings
    records: Records
    ledger: Ledger
    cards: Cards
    admission: Admission
    importer: Importer
    library: Library
    issues: Issues
    sorting: Sorting
    voices: Voices
    reports: Sealed[list[str]]
    templates: Templates
    attempts: Attempts
    communities: Communities
    people: People
    committee: Committee
    groups: Groups
    standing_cards: StandingCards
    rulebook: Rulebook
    topics: Topics
    calling: Calling
    staff: Staff
    sign_ins: SignIns
    grants: Grants
    links: Links
    figures: Figures
    trail: Trail
    remarks: Remarks
    passwords: Passwords
    second_factor: SecondFactor
    devices: Sealed[Device]
    csrf: Csrf
    staff_cookies: StaffCookies
    words: Sealed[str]


def services(request: Request) -> Services:
    """The parts behind this request."""
    return cast("Services", request.app.state.services)
