"""补录: what was written on paper while the power was out, entered afterwards with both times."""

from datetime import datetime

from deliberation.session.facts import Actor, Entry
from deliberation.session.phrases import Phrase, phrase
from deliberation.session.refusals import refuse, require
from deliberation.session.state import Session


def check_later_entry(session: Session, actor: Actor, happened_at: datetime, at: datetime) -> None:
    """Only the recorder enters later, in the order in which things happened, from the session's day on.

    Compared with other later entries only: while the paper is typed in, people check in by phone again.
    """
    require(actor.role == "recorder", "not_recorder")
    require(happened_at <= at, "later_entry_in_future")
    # The power may have gone before the hall was opened on the computer: then the plan has the earlier day.
    day = min(session.setup.planned_at, session.convened_at).astimezone(session.timezone).date()
    require(happened_at.astimezone(session.timezone).date() >= day, "later_entry_too_early", day=f"{day}")
    latest = session.later_entries_until
    if latest is not None and happened_at < latest:
        refuse("later_entry_out_of_order", time=_clock(session, latest, beside=at))


def both_times(session: Session, entry: Entry, sentence: Phrase) -> Phrase:
    """The sentence of an entry; of a later one with when it happened and when it was entered."""
    if entry.happened_at is None:
        return sentence
    return phrase(
        "{sentence}（{happened} 发生，{entered} 补录）",
        sentence=sentence,
        happened=_clock(session, entry.happened_at, beside=entry.at),
        entered=_clock(session, entry.at, beside=entry.happened_at),
    )


def _clock(session: Session, instant: datetime, *, beside: datetime) -> str:
    """Hall time of day; with its date when the other time is of another day."""
    here = instant.astimezone(session.timezone)
    same_day = here.date() == beside.astimezone(session.timezone).date()
    return f"{here:%H:%M}" if same_day else f"{here:%Y-%m-%d %H:%M}"
