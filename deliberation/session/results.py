"""What an acknowledgement tells the sender: the ids of what their command brought into being."""

from collections.abc import Iterable

from deliberation.session import facts as f


def result_of(facts: Iterable[f.AnyFact]) -> dict[str, str]:
    """For example {"proposal": "P1"}; empty when nothing was named."""
    result: dict[str, str] = {}
    for fact in facts:
        match fact:
            case f.ProposalMade(proposal):
                result["proposal"] = proposal
            case f.AmendmentMoved(amendment):
                result["amendment"] = amendment
            case f.ObjectionRaised(objection):
                result["objection"] = objection
            case f.OpinionStated(opinion):
                result["opinion"] = opinion
            case f.VoteOpened(vote):
                result["vote"] = vote
            case f.BallotBoxClosed(vote=vote, outcome=outcome):
                result |= {"vote": vote, "outcome": outcome}
            case f.HandRaised(hand):
                result["hand"] = hand
            case f.BallotCast(vote=vote, choice=choice):
                result |= {"vote": vote, "choice": choice}
            case _:
                pass
    return result
