"""Ruleset: the parameters of the rules of order, as data.

Every field is a decision that a community may change in its own ruleset file; `docs/rules.md` lists which
rule on the wall each of them belongs to. Ratios are texts such as "2/3" and are compared in integers only.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from deliberation.session.names import Method, MotionType

Detail = Literal["做什么", "谁来做", "何时完成", "钱从哪来"]
"""What a proposal says, beside its title, so that it can be carried out."""

Ratio = Annotated[str, Meta(pattern=r"^[1-9][0-9]*/[1-9][0-9]*$")]


def reaches(part: int, whole: int, ratio: Ratio) -> bool:
    """Whether part/whole is at least the ratio."""
    numerator, denominator = map(int, ratio.split("/"))
    return part * denominator >= whole * numerator


def exceeds(part: int, whole: int, ratio: Ratio) -> bool:
    """Whether part/whole is strictly more than the ratio; 过半数 is this with 1/2."""
    numerator, denominator = map(int, ratio.split("/"))
    return part * denominator > whole * numerator


def needed(whole: int, ratio: Ratio, *, strict: bool) -> int:
    """The smallest number of people that satisfies the ratio: 9 are two thirds of 13."""
    numerator, denominator = map(int, ratio.split("/"))
    if strict:
        return whole * numerator // denominator + 1
    return -(-whole * numerator // denominator)


class QuorumRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rule 2."""

    total_ratio: Ratio = "2/3"
    standing_ratio: Ratio = "1/2"
    standing_strict: bool = True
    each_interest_group_min: int = 1
    on_fail: Literal["adjourn_or_consult_only"] = "adjourn_or_consult_only"


class SpeechRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rules 6, 7 and 8. Times in seconds."""

    limit_seconds: int = 180
    warn_at_remaining_seconds: int = 30
    max_per_person_per_topic: int = 2
    proposer_open_seconds: int = 300
    proposer_close_seconds: int = 120
    answer_seconds: int = 60
    interpreter_factor: float = 1.5
    first_time_speakers_first: bool = True
    alternate_for_against: bool = True
    state_position_first: bool = True
    address_chair_only: bool = True


class ProposalRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rules 4 and 5."""

    seconds_required: int = 1
    one_at_a_time: bool = True
    must_be_actionable: tuple[Detail, ...] = ("做什么", "谁来做", "何时完成", "钱从哪来")


class AmendmentRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rule 10."""

    seconds_required: int = 1
    vote_before_main: bool = True
    max_depth: Literal[0, 1] = 1
    """0: proposals are voted on as they were made. Amendments to amendments are not supported."""


class ObjectionRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rule 11."""

    reason_required: bool = True
    seconds_required: int = 1
    second_round_trigger_ratio_of_group: Ratio = "1/2"
    always_recorded_as_minority_opinion: bool = True


class CloseDebateRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rule 12."""

    chair_asks_times: int = 3
    motion_ratio: Ratio = "2/3"
    min_one_turn_each_side: bool = True


class Threshold(Struct, frozen=True, forbid_unknown_fields=True):
    """When a vote passes.

    Base `present`: against the frozen eligible count, so that an abstention counts; `cast`: for over against.
    """

    base: Literal["present", "cast"] = "present"
    ratio: Ratio = "1/2"
    strict: bool = True


class InterestGroupProtection(Struct, frozen=True, forbid_unknown_fields=True):
    """Rule 14."""

    applies_to: tuple[MotionType, ...] = ("substantive",)
    rule: str = ""


class VotingRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rules 3, 13, 14, 15 and 16."""

    default_method: Method = "show_of_hands"
    methods: tuple[Method, ...] = ("show_of_hands", "paper_open", "paper_secret", "online")
    secret_ballot_if_requested_ratio: Ratio = "1/5"
    threshold: Threshold = Threshold()
    tie: Literal["not_adopted"] = "not_adopted"
    chair_votes: bool = False
    proxy_allowed: bool = False
    recusal: tuple[str, ...] = ()
    tellers: int = 2
    interest_group_protection: InterestGroupProtection = InterestGroupProtection()
    correction_window: Literal["until_next_item"] = "until_next_item"

    def __post_init__(self) -> None:
        """Refuse what this program cannot hold to, rather than read over it."""
        if self.proxy_allowed:
            raise ValueError("proxy_allowed: votes by proxy are not supported")


class WarningRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rule 9: which warning brings which consequence."""

    remind: int = 1
    forfeit_turn: int = 2
    ask_to_leave: int = 3


class DeferralRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rule 17."""

    reason_required: bool = True
    reason_codes: dict[str, str] = {}
    target_bodies: tuple[str, ...] = ()
    party_org_study_required_for: tuple[str, ...] = ()


class PublicationRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rule 18; the fifteen days are law, the rest is the community's choice. Days."""

    minutes_due_days: int = 3
    notice_min_days: int = 15
    objection_reply_days: int = 10
    redact: tuple[str, ...] = ()


class FollowUpRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Rule 18, last sentence."""

    update_every_days: int = 30
    overdue_flag: bool = True
    evidence_required_on_done: bool = True


class Ruleset(Struct, frozen=True, forbid_unknown_fields=True):
    """One version of a community's rules of order."""

    id: str
    name: dict[str, str]
    notice_days_before_session: int = 3
    quorum: QuorumRules = QuorumRules()
    speech: SpeechRules = SpeechRules()
    proposal: ProposalRules = ProposalRules()
    amendment: AmendmentRules = AmendmentRules()
    objection: ObjectionRules = ObjectionRules()
    close_debate: CloseDebateRules = CloseDebateRules()
    voting: VotingRules = VotingRules()
    warnings: WarningRules = WarningRules()
    deferral: DeferralRules = DeferralRules()
    publication: PublicationRules = PublicationRules()
    followup: FollowUpRules = FollowUpRules()

    def speech_limit(self, kind: str, *, interpreted: bool) -> int:
        """Seconds that a speech of this kind may take."""
        speech = self.speech
        seconds = {
            "speech": speech.limit_seconds,
            "opening": speech.proposer_open_seconds,
            "closing": speech.proposer_close_seconds,
            "answer": speech.answer_seconds,
        }[kind]
        return round(seconds * speech.interpreter_factor) if interpreted else seconds
