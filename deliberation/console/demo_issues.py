"""What residents of the demonstration report: some of it new, some of it approved and met by others, too."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.resources import files

import msgspec
import yaml
from msgspec import Struct

from deliberation import ids
from deliberation.media.library import Kept
from deliberation.records.issues.views import IssueSource, Publication, Report
from deliberation.records.staff.views import CommunityView, Who
from web.services import Services


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of deliberation/demo/issues.yaml."""

    days: int
    source: IssueSource
    place: str
    words: str
    photos: Sequence[str] = ()
    title: str = ""
    published: bool = False
    voices: int = 0


async def fill(services: Services, community: CommunityView, *, who: Who, at: datetime) -> None:
    """Let them report it, unless somebody reported something already."""
    if (await services.issues.page(community.id, unpublished=True)).total:
        return
    source = files("deliberation.demo").joinpath("issues.yaml").read_text(encoding="utf-8")
    for told in msgspec.convert(yaml.safe_load(source)["issues"], list[Told]):
        report = Report(ids.opaque_id(), told.words, told.place, told.source)
        when = at - timedelta(days=told.days, minutes=7 * len(told.words))
        by_staff = None if told.source == "phone" else who
        photos = [await _photo(services, name) for name in told.photos]
        kept = await services.issues.report(community.id, report, photos, at=when, who=by_staff)
        if told.published:
            wanted = Publication(told.title, told.place, frozenset())
            await services.issues.publish(community.id, kept.id, wanted, at=when, who=who)
        for _ in range(told.voices):
            await services.issues.add_voice(kept.id, services.voices.name(kept.id, ids.opaque_id()))


async def _photo(services: Services, name: str) -> Kept:
    with files("deliberation.demo").joinpath("pictures", "reports", name).open("rb") as file:
        return await services.library.take(file)
