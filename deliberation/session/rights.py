"""Who may give which command. What the moment allows is decided beside the command itself."""

from deliberation.session import commands as c
from deliberation.session.facts import Actor
from deliberation.session.names import Role
from deliberation.session.refusals import refuse, require

CHAIR: frozenset[Role] = frozenset({"chair"})
RECORDER: frozenset[Role] = frozenset({"recorder"})
STAFF: frozenset[Role] = frozenset({"chair", "recorder"})
MEMBER: frozenset[Role] = frozenset({"member"})
SEATED: frozenset[Role] = frozenset({"chair", "recorder", "member", "observer", "supervisor"})

RIGHTS: dict[type[c.Command], frozenset[Role]] = {
    c.CheckIn: SEATED,
    c.Leave: SEATED,
    c.RecordAttendance: STAFF,
    c.Recuse: SEATED,
    c.NameTellers: STAFF,
    c.OpenSession: CHAIR,
    c.ReadRules: CHAIR,
    c.Recess: CHAIR,
    c.Resume: CHAIR,
    c.ReadBack: STAFF,
    c.CloseSession: CHAIR,
    c.ChangeForm: CHAIR,
    c.OpenTopic: CHAIR,
    c.ShowIssue: STAFF,
    c.CloseTopic: CHAIR,
    c.RaiseHand: MEMBER,
    c.LowerHand: MEMBER,
    c.GiveFloor: CHAIR,
    c.EndSpeech: SEATED,
    c.Warn: CHAIR,
    c.ReadWrittenOpinion: STAFF,
    c.Propose: MEMBER,
    c.Second: MEMBER,
    c.Withdraw: MEMBER | CHAIR,
    c.Amend: MEMBER,
    c.Object: MEMBER,
    c.AnswerObjection: STAFF | MEMBER,
    c.StateOpinion: MEMBER,
    c.AnswerOpinion: STAFF,
    c.CallForMore: CHAIR,
    c.MoveToClose: MEMBER,
    c.CloseDebate: CHAIR,
    c.OpenVote: CHAIR,
    c.CastBallot: MEMBER | CHAIR,
    c.IssuePaper: RECORDER,
    c.EnterCount: RECORDER,
    c.EnterPaper: RECORDER,
    c.EnterScores: RECORDER,
    c.CloseVote: CHAIR,
    c.RequestSecret: MEMBER,
    c.MarkDeferred: STAFF,
    c.Unmark: STAFF,
    c.Note: STAFF,
    c.Correct: STAFF,
    c.Hide: STAFF,
    c.Unhide: STAFF,
}

NEUTRAL_CHAIR = (
    c.RaiseHand,
    c.Propose,
    c.Second,
    c.Amend,
    c.Object,
    c.StateOpinion,
    c.MoveToClose,
    c.RequestSecret,
)
"""Rule 3: the chair takes no side, so these are refused with that reason."""


def check_right(actor: Actor, command: c.Command) -> None:
    """Refuse a command that this role never may give."""
    allowed = RIGHTS[type(command)]
    require(actor.role not in ("public", "wall"), "ticket_needed")
    if actor.for_seat is not None:
        require(actor.role == "recorder", "not_your_seat")
        require("member" in allowed, _reason(allowed))
        return
    if actor.role in allowed:
        return
    if actor.role == "chair" and isinstance(command, NEUTRAL_CHAIR):
        refuse("chair_is_neutral")
    refuse(_reason(allowed))


def whose_step(actor: Actor, command: c.Command) -> Actor:
    """By whose right a later entry is decided: the recorder writes down what the chair did, too."""
    allowed = RIGHTS[type(command)]
    chairs = actor.for_seat is None and "chair" in allowed and "recorder" not in allowed
    return Actor("chair") if chairs else actor


def _reason(allowed: frozenset[Role]) -> str:
    if allowed == CHAIR:
        return "not_chair"
    if allowed == RECORDER:
        return "not_recorder"
    return "not_staff" if allowed == STAFF else "not_member"
