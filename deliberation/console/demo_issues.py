"""What residents of the demonstration report: some of it new, some sorted, some met by others, too."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.resources import files

import msgspec
import yaml
from msgspec import Struct

from deliberation import ids
from deliberation.media.library import Kept
from deliberation.records.issues.sorting import Decision, Verdict
from deliberation.records.issues.views import IssueSource, Publication, Report
from deliberation.records.staff.views import CommunityView, Who
from web.services import Services


class Sorted(Struct, frozen=True, forbid_unknown_fields=True):
    """What became of it: one of `decision`, `into` and `topic`; the latter two are titles."""

    days: int
    decision: Decision | None = None
    reply: str = ""
    office: str = ""
    into: str = ""
    topic: str = ""


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
    sorted: Sorted | None = None


async def fill(services: Services, community: CommunityView, *, who: Who, at: datetime) -> None:
    """Let them report it, and sort what was sorted."""
    pile = Pile(services, community.id, who, at)
    source = files("deliberation.demo").joinpath("issues.yaml").read_text(encoding="utf-8")
    for told in msgspec.convert(yaml.safe_load(source)["issues"], list[Told]):
        await pile.add(told)


class Pile:
    """The issues of one community as they come in, and where each one goes."""

    def __init__(self, services: Services, community: int, who: Who, at: datetime) -> None:
        self._services = services
        self._community = community
        self._who = who
        self._at = at
        self._known: dict[str, int] = {}
        """Issues by their titles."""

    async def add(self, told: Told) -> None:
        """Report it, and do with it what was done."""
        issues, when = (
            self._services.issues,
            self._at - timedelta(days=told.days, minutes=7 * len(told.words)),
        )
        report = Report(ids.opaque_id(), told.words, told.place, told.source)
        by_staff = None if told.source == "phone" else self._who
        photos = [await self._photo(name) for name in told.photos]
        kept = await issues.report(self._community, report, photos, at=when, who=by_staff)
        self._known[told.title] = kept.id
        if told.published:
            wanted = Publication(told.title, told.place, frozenset())
            await issues.publish(self._community, kept.id, wanted, at=when, who=self._who)
        for _ in range(told.voices):
            await issues.add_voice(kept.id, self._services.voices.name(kept.id, ids.opaque_id()))
        if told.sorted is not None:
            await self._sort(kept.id, told.sorted)

    async def _sort(self, issue: int, fate: Sorted) -> None:
        sorting, here, who = self._services.sorting, self._community, self._who
        when = self._at - timedelta(days=fate.days)
        if fate.decision is not None:
            verdict = Verdict(fate.decision, fate.reply, fate.office)
            await sorting.decide(here, issue, verdict, at=when, who=who)
        elif fate.into:
            await sorting.merge(here, issue, self._known[fate.into], at=when, who=who)
        else:
            topics = {title: topic for topic, title in await self._services.topics.titles(here)}
            if fate.topic in topics:
                await sorting.add_to_topic(here, issue, topics[fate.topic], at=when, who=who)
            else:
                await sorting.make_topic(here, issue, fate.topic, at=when, who=who)

    async def _photo(self, name: str) -> Kept:
        with files("deliberation.demo").joinpath("pictures", "reports", name).open("rb") as file:
            return await self._services.library.take(file)
