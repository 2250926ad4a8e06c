"""Hypothesis strategies: anybody wishes anything, sensible or not, in a small hall.

None in place of a command: the chair does what is suggested next.
"""

from hypothesis import strategies as st

from deliberation.session import commands as c
from deliberation.session.facts import Actor
from deliberation.session.names import SeatId
from tests.session.hall import Hall, debated_hall, hall_at_check_in, open_hall, rules_with, seat

SEATS = ["H1", "S1", "S3", "S4", "G1", "G2", "E1", "E2", "R1", "O1"]
VOTERS = ["S1", "S3", "S4", "G1", "G2", "E1", "E2"]

seats = st.sampled_from([*(SeatId(each) for each in SEATS), SeatId("X9")])
voters = st.sampled_from([SeatId(each) for each in VOTERS])
topics = st.sampled_from(["T1", "T1", "T1", "T2", "T9"])
motions = st.sampled_from(["P1", "P1", "P2", "P3", "A1", "A2", "OB1", "OB2"])
proposals = st.sampled_from(["P1", "P2", "P3", "A1"])
opinions = st.sampled_from(["OP1", "OP2"])
votes = st.sampled_from(["V1", "V1", "V2", "V3"])
texts = st.sampled_from(["意见", "再想想", "先听听", "换个办法", "量一量", " "])
counts = st.tuples(*[st.integers(0, 3)] * 3)
sheets = st.dictionaries(st.sampled_from(["standing", "gas", "ev", "moon"]), counts, max_size=3)
positions = st.sampled_from(["for", "against", "middle", "question"])
kinds = st.sampled_from(["speech", "opening", "closing", "answer"])
maybe_seats = st.none() | seats

presence: list[st.SearchStrategy[c.AnyCommand]] = [
    st.builds(c.CheckIn, maybe_seats),
    st.builds(c.Leave),
    st.builds(c.RecordAttendance, seats, st.booleans()),
    st.builds(c.Recuse, seats, texts),
    st.builds(c.NameTellers, st.lists(voters, min_size=2, max_size=2)),
]
course: list[st.SearchStrategy[c.AnyCommand]] = [
    st.builds(c.OpenSession),
    st.builds(c.ReadRules),
    st.builds(c.Recess, st.integers(1, 20)),
    st.builds(c.Resume),
    st.builds(c.ReadBack),
    st.builds(c.CloseSession),
    st.builds(c.ChangeForm, st.sampled_from(["talk", "deliberation", "hearing", "appraisal"])),
    st.builds(c.OpenTopic, topics),
    st.builds(c.ShowIssue, st.sampled_from([None, "I-T1", "I9"])),
    st.builds(c.CloseTopic, topics),
]
talking: list[st.SearchStrategy[c.AnyCommand]] = [
    st.builds(c.RaiseHand, positions, kinds),
    st.builds(c.LowerHand),
    st.builds(
        c.GiveFloor,
        kinds,
        st.sampled_from([None, "H1", "H2"]),
        maybe_seats,
        maybe_seats,
        st.none() | positions,
    ),
    st.builds(c.EndSpeech),
    st.builds(c.Warn, seats, texts),
    st.builds(c.ReadWrittenOpinion, texts, texts),
    st.builds(c.CallForMore),
    st.builds(c.MoveToClose),
    st.builds(c.CloseDebate),
]
moving: list[st.SearchStrategy[c.AnyCommand]] = [
    st.builds(c.Propose, topics, texts, texts, texts, texts, texts, texts),
    st.builds(c.Second, motions),
    st.builds(c.Withdraw, motions),
    st.builds(c.Amend, proposals, texts, texts, st.none() | texts),
    st.builds(c.Object, proposals, texts),
    st.builds(
        c.AnswerObjection,
        st.sampled_from(["OB1", "OB2"]),
        texts,
        st.sampled_from(["answered", "resolved_by_amendment", "resolved_by_referral", "second_round"]),
    ),
]
voting: list[st.SearchStrategy[c.AnyCommand]] = [
    st.builds(
        c.OpenVote,
        motions,
        st.sampled_from(["substantive", "amendment", "referral"]),
        st.sampled_from(["show_of_hands", "paper_secret", "online"]),
        st.sampled_from([None, "open", "confidential", "secret"]),
        st.sampled_from([None, ["ev"], ["G1", "standing"], ["moon"]]),
    ),
    st.builds(c.CastBallot, votes, st.sampled_from(["for", "against", "abstain"])),
    st.builds(c.IssuePaper, votes, st.lists(seats, max_size=3)),
    st.builds(c.EnterCount, votes, sheets),
    st.builds(c.EnterPaper, votes, st.integers(0, 4), st.integers(0, 4), st.integers(0, 2), sheets),
    st.builds(c.CloseVote, votes),
    st.builds(c.RequestSecret, motions),
]
noting: list[st.SearchStrategy[c.AnyCommand]] = [
    st.builds(
        c.MarkDeferred,
        proposals,
        st.sampled_from(["major_dispute", "rain"]),
        texts,
        st.sampled_from(["owners_decision", "moon"]),
        st.none() | texts,
    ),
    st.builds(c.Unmark, proposals, texts),
    st.builds(c.Note, texts),
    st.builds(c.StateOpinion, st.sampled_from(["for", "against", "middle"]), texts),
    st.builds(
        c.EnterScores,
        texts,
        st.integers(0, 4),
        st.integers(0, 4),
        st.integers(0, 2),
        st.dictionaries(st.sampled_from(["satisfied", "unsure"]), st.integers(0, 3)),
    ),
    st.builds(c.AnswerOpinion, opinions, st.sampled_from(["taken_up", "not_taken_up"]), texts),
    st.builds(c.Correct, st.integers(1, 60), texts),
    st.builds(c.Hide, motions | opinions, texts),
    st.builds(c.Unhide, motions | opinions),
]
families = [moving, moving, voting, voting, talking, talking, noting, course, presence]
commands: st.SearchStrategy[c.AnyCommand | None] = st.sampled_from(
    [*(st.one_of(family) for family in families), *[st.none()] * 4]
).flatmap(lambda each: each)
"""Weighted: at random alone, everybody would go home before anything was decided."""

chairs = st.just(Actor("chair", SeatId("H1")))
recorders = st.builds(Actor, st.just("recorder"), st.just(SeatId("R1")), st.none() | seats)
members = st.builds(Actor, st.just("member"), voters)
others = st.sampled_from([Actor("public"), Actor("wall"), Actor("observer", SeatId("O1")), Actor("member")])
# Weighted towards those who can move the session on.
actors = st.one_of(chairs, chairs, recorders, members, members, others)


def small_hall(stage: str) -> Hall:
    """Seven people with a vote, at one of the stages that random wishes alone would hardly ever reach."""
    seated = [seat(each) for each in SEATS]
    rules = rules_with(voting__tellers=1, close_debate__chair_asks_times=1)
    if stage == "check_in":
        return hall_at_check_in(seats=seated, rules=rules)
    if stage == "open":
        return open_hall(seats=seated, rules=rules)
    if stage == "hearing":
        hall = open_hall(seats=seated, rules=rules, form="hearing")
        hall.member("G1").state_opinion()
        return hall
    hall = debated_hall(seats=seated, rules=rules)
    hall.chair.name_tellers("S3")
    match stage:
        case "online" | "paper_secret":
            hall.chair.open_vote("P1", "online" if stage == "online" else "paper_secret")
        case "contested":
            hall.hands("P1", standing=(3, 0, 0), gas=(0, 2, 0), ev=(2, 0, 0))
        case "objected":
            hall.member("G1").object()
            hall.member("G2").second("OB1")
        case "amended":
            hall.member("G1").amend()
            hall.member("G2").second("A1")
            hall.talk_out()
        case _:
            pass
    return hall


STAGES = [
    "check_in",
    "open",
    "debated",
    "online",
    "paper_secret",
    "contested",
    "objected",
    "amended",
    "hearing",
]
