"""计票: raised hands and paper, sums that must add up, and the close of the box (rules 13, 14 and 16)."""

from collections.abc import Mapping

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.facts import AnyFact
from deliberation.session.items import Vote
from deliberation.session.names import AmendmentId, Counts, GroupId, ProposalId, SeatId
from deliberation.session.phrases import Phrase, phrase
from deliberation.session.presence import known_seat
from deliberation.session.refusals import refuse, require
from deliberation.session.state import Session
from deliberation.session.tally import add, box_digest, outcome_of, tally_of
from deliberation.session.voting import check_tellers, running_vote


def uncounted(session: Session, vote: Vote) -> list[SeatId]:
    """Seats that may vote and have neither voted by phone nor taken a paper ballot."""
    box = session.box(vote.id)
    return [seat for seat in vote.eligible if seat not in box and seat not in vote.paper_seats]


def by_group(vote: Vote, seats: list[SeatId]) -> dict[GroupId, int]:
    """How many of these seats are in each group of the vote, zeros included."""
    counted = dict.fromkeys(vote.eligible_by_group, 0)
    for seat in seats:
        counted[vote.eligible[seat]] += 1
    return counted


def issue_paper(session: Session, command: c.IssuePaper) -> list[AnyFact]:
    """One person votes once: a seat with a paper ballot can no longer vote by phone."""
    vote = running_vote(session, command.vote)
    require(vote.method != "show_of_hands", "paper_not_used")
    require(vote.hands is None and vote.paper is None, "already_counted")
    _tellers_are_here(session, vote)
    seats = [known_seat(session, seat) for seat in dict.fromkeys(command.seats)]
    for seat in seats:
        require(seat.id in vote.eligible, "not_eligible", name=seat.name)
        require(seat.id not in session.box(vote.id), "voted_by_phone", name=seat.name)
    fresh = [seat.id for seat in seats if seat.id not in vote.paper_seats]
    return [f.PaperIssued(vote.id, fresh)] if fresh else []


def enter_count(session: Session, command: c.EnterCount) -> list[AnyFact]:
    """Raised hands. In a vote by phone: the hands of everyone who has not voted by phone or on paper.

    Whoever left while the vote ran may have raised a hand or not; everybody else has to be counted.
    """
    vote = running_vote(session, command.vote)
    by_hand = vote.method == "show_of_hands" or (vote.method == "online" and vote.secrecy == "open")
    require(by_hand, "count_is_for_hands")
    papers_without_names = vote.paper is not None and not vote.paper_seats
    require(not papers_without_names, "already_counted")
    _tellers_are_here(session, vote)
    counts = _known_groups(vote, command.counts)
    waiting = uncounted(session, vote)
    most = by_group(vote, waiting)
    least = by_group(vote, [seat for seat in waiting if seat in session.present])
    wrong: dict[str, int] = {}
    for group in most:
        counted = sum(counts.get(group, (0, 0, 0)))
        if not least[group] <= counted <= most[group]:
            wrong[group] = counted - (most[group] if counted > most[group] else least[group])
    if wrong:
        refuse("counts_do_not_add_up", groups=wrong, shortfall=_differences(session, wrong))
    return [f.HandsCounted(vote.id, counts)]


def enter_paper(session: Session, command: c.EnterPaper) -> list[AnyFact]:
    """Paper ballots: issued, returned, invalid and valid must fit together, and fit the people."""
    vote = running_vote(session, command.vote)
    require(vote.method != "show_of_hands", "paper_not_used")
    require(vote.hands is None or vote.paper_seats, "already_counted")
    _tellers_are_here(session, vote)
    counts = _known_groups(vote, command.counts)
    holders = [seat for seat in vote.eligible if seat in vote.paper_seats] or uncounted(session, vote)
    valid = sum(add(*counts.values()))
    problems: list[Phrase] = []
    by_name = bool(vote.paper_seats) or vote.method == "online"
    if by_name and command.issued != len(holders):
        problems.append(
            phrase("发出 {issued} 张，该领纸票的有 {people} 人", issued=command.issued, people=len(holders))
        )
    elif command.issued > len(holders):
        problems.append(
            phrase("发出 {issued} 张，能投票的只有 {people} 人", issued=command.issued, people=len(holders))
        )
    problems += sheet_problems(command.issued, command.returned, command.invalid, valid)
    limits = by_group(vote, holders)
    too_many: dict[str, int] = {
        group: sum(row) - limits[group] for group, row in counts.items() if sum(row) > limits[group]
    }
    if too_many:
        problems.append(_differences(session, too_many))
    if problems:
        refuse(
            "paper_does_not_add_up",
            groups=too_many,
            valid=valid,
            holders=len(holders),
            shortfall=tuple(problems),
        )
    return [f.PaperCounted(vote.id, command.issued, command.returned, command.invalid, counts)]


def sheet_problems(issued: int, returned: int, invalid: int, valid: int) -> list[Phrase]:
    """What does not fit together, a sentence each."""
    problems = []
    if returned > issued:
        problems.append(
            phrase("收回 {returned} 张，多于发出的 {issued} 张", returned=returned, issued=issued)
        )
    if valid + invalid != returned:
        problems.append(
            phrase(
                "有效 {valid} 张加无效 {invalid} 张，不等于收回的 {returned} 张",
                valid=valid,
                invalid=invalid,
                returned=returned,
            )
        )
    return problems


def _tellers_are_here(session: Session, vote: Vote) -> None:
    """A vote by phone asks for tellers only when something is to be counted.

    In every other vote, and once papers are out, they were here before. A count that is needed to close the
    vote must not fail because somebody went home.
    """
    if vote.method == "online" and not vote.paper_seats:
        check_tellers(session)


def _known_groups(vote: Vote, counts: c.GroupCounts) -> dict[GroupId, Counts]:
    for group in counts:
        require(GroupId(group) in vote.eligible_by_group, "unknown_group", group=group)
    return {GroupId(group): row for group, row in counts.items()}


def _differences(session: Session, wrong: Mapping[str, int]) -> Phrase:
    """“养犬居民少 1 人、常任委员多 2 人”, in the reader's language."""
    parts = tuple(
        phrase("{group}多 {count} 人", group=session.group_label(GroupId(group)), count=difference)
        if difference > 0
        else phrase("{group}少 {count} 人", group=session.group_label(GroupId(group)), count=-difference)
        for group, difference in wrong.items()
    )
    return phrase("{parts}", parts=parts)


def close_vote(session: Session, command: c.CloseVote) -> list[AnyFact]:
    """Count what is in the box and on the sheets. Who did not vote still stands in the base."""
    vote = running_vote(session, command.vote)
    needs_hands = vote.method == "show_of_hands"
    needs_paper = vote.method in ("paper_open", "paper_secret") or bool(vote.paper_seats)
    require(vote.hands is not None or not needs_hands, "count_missing")
    require(vote.paper is not None or not needs_paper, "count_missing")
    box = session.box(vote.id)
    tally = tally_of(vote, box)
    amendment = session.amendments.get(AmendmentId(vote.target))
    proposal = session.proposals[amendment.proposal if amendment else ProposalId(vote.target)]
    topic = session.agenda_topic(proposal.topic)
    decision = outcome_of(
        tally,
        motion=vote.motion,
        base=len(vote.eligible),
        present_by_group=vote.eligible_by_group,
        affected=topic.affected_groups if topic else [],
        restricted=vote.restricted,
        rules=session.rules,
    )
    digest = box_digest(session.setup.box_secret, vote.id, box)
    return [f.BallotBoxClosed(vote.id, tally, decision.outcome, decision.opposing, digest)]
