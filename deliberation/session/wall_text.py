"""上墙文字: the rules of order as they stand on the wall, made from the parameters, so that both agree."""

from collections.abc import Iterable

from deliberation.session.phrases import N_, Phrase, phrase, verbatim
from deliberation.session.rules import Detail, Ratio, Ruleset

FRACTIONS: dict[Ratio, str] = {
    "1/2": N_("一半"),
    "1/3": N_("三分之一"),
    "2/3": N_("三分之二"),
    "3/4": N_("四分之三"),
    "4/5": N_("五分之四"),
    "1/5": N_("五分之一"),
    "1/10": N_("十分之一"),
}

DETAILS: dict[Detail, str] = {
    "做什么": N_("做什么"),
    "谁来做": N_("谁来做"),
    "何时完成": N_("什么时候做完"),
    "钱从哪来": N_("钱从哪来"),
}


def details(wanted: Iterable[Detail]) -> tuple[Phrase, ...]:
    """What a proposal has to say, in words."""
    return tuple(Phrase(DETAILS[detail]) for detail in wanted)


def fraction(ratio: Ratio) -> Phrase:
    """A ratio in words where people have a word for it."""
    return Phrase(FRACTIONS[ratio]) if ratio in FRACTIONS else verbatim(ratio)


def minutes(seconds: int) -> Phrase:
    """Whole minutes as minutes, anything else as seconds."""
    if seconds % 60 == 0:
        return phrase("{count} 分钟", count=seconds // 60)
    return phrase("{count} 秒", count=seconds)


def wall_text(rules: Ruleset) -> list[tuple[int, Phrase]]:
    """Number and sentence of each rule."""
    speech, voting, quorum = rules.speech, rules.voting, rules.quorum
    standing = fraction(quorum.standing_ratio)
    return [
        (
            1,
            phrase(
                "开会前 {days} 天发通知，写明议题、时间、地点和材料；没通知的议题只听意见，不表决。",
                days=rules.notice_days_before_session,
            ),
        ),
        (
            2,
            phrase(
                "先点名。有表决权的委员到{total}以上、常任委员{standing}、"
                "每个利益方至少到 {each} 人，才能表决；不够就改开恳谈会。",
                total=fraction(quorum.total_ratio),
                standing=phrase("超过{share}", share=standing)
                if quorum.standing_strict
                else phrase("到{share}以上", share=standing),
                each=quorum.each_interest_group_min,
            ),
        ),
        (
            3,
            phrase("主持人不表态，表决时和大家一样投一票。想发言，先请别人接过主持。")
            if voting.chair_votes
            else phrase("主持人不表态、不投票。想发言，先请别人接过主持。"),
        ),
        (
            4,
            phrase("一次只议一件事，说完这件再说下一件。")
            if rules.proposal.one_at_a_time
            else phrase("一次只议一件事；别的方案可以先提出来排队。"),
        ),
        (5, _proposal_rule(rules)),
        (6, _queue_rule(rules)),
        (7, _manner_rule(rules)),
        (
            8,
            phrase(
                "每人每件事最多说 {times} 次，每次 {limit}；还剩 {warn} 秒举黄牌，到点停。"
                "提案人可先说 {opening}、最后说 {closing}。要人转述方言的，时间放宽到 {factor} 倍。",
                times=speech.max_per_person_per_topic,
                limit=minutes(speech.limit_seconds),
                warn=speech.warn_at_remaining_seconds,
                opening=minutes(speech.proposer_open_seconds),
                closing=minutes(speech.proposer_close_seconds),
                factor=f"{speech.interpreter_factor:g}",
            ),
        ),
        (
            9,
            phrase(
                "不打断，不骂人，不猜别人心思，不扣帽子。"
                "第 {remind} 次提醒，第 {forfeit} 次停这轮发言，第 {leave} 次请出会场。",
                remind=rules.warnings.remind,
                forfeit=rules.warnings.forfeit_turn,
                leave=rules.warnings.ask_to_leave,
            ),
        ),
        (10, _amendment_rule(rules)),
        (
            11,
            phrase(
                "有异议要说理由。有人附议的异议，当场答复并写进纪要；"
                "同一利益方到会的人过{ratio}都有同一异议的，先改或再议一轮才能表决。",
                ratio=fraction(rules.objection.second_round_trigger_ratio_of_group),
            ),
        ),
        (
            12,
            phrase(
                "说透了再表决。主持人问 {times} 遍“还有不同意见吗”；有人要提前结束，须{ratio}同意。",
                times=rules.close_debate.chair_asks_times,
                ratio=fraction(rules.close_debate.motion_ratio),
            ),
        ),
        (13, _voting_rule(rules)),
        (
            14,
            phrase(
                "受影响最直接的一方，到会的人过半反对，就不能算共识：回去再商量，或者按规定提交居民会议。"
            ),
        ),
        (15, phrase("本人或近亲有直接利害的常任委员，讲明后回避，不投票。")),
        (
            16,
            phrase(
                "不能代别人投票；{tellers} 个人计票监票，票数当场宣布，读一遍记录再散会。",
                tellers=voting.tellers,
            ),
        ),
        (
            17,
            phrase(
                "不能马上办的，必须写明原因；要居民会议决定的、要业主共同决定的，写明交给谁、什么时候办。"
            ),
        ),
        (
            18,
            phrase(
                "{minutes} 天内出纪要，公示不少于 {notice} 天；"
                "有人提意见，{reply} 天内答复；每 {update} 天报一次进展。",
                minutes=rules.publication.minutes_due_days,
                notice=rules.publication.notice_min_days,
                reply=rules.publication.objection_reply_days,
                update=rules.followup.update_every_days,
            ),
        ),
    ]


def _proposal_rule(rules: Ruleset) -> Phrase:
    seconds, wanted = rules.proposal.seconds_required, rules.proposal.must_be_actionable
    if not wanted:
        return phrase("方案有 {seconds} 人附议才讨论。", seconds=seconds)
    return phrase(
        "方案要说清：{details}。有 {seconds} 人附议才讨论。", details=details(wanted), seconds=seconds
    )


def _queue_rule(rules: Ruleset) -> Phrase:
    orders = [phrase("想说话先举手，主持人点到再说")]
    if rules.speech.first_time_speakers_first:
        orders.append(phrase("没说过的人先说"))
    if rules.speech.alternate_for_against:
        orders.append(phrase("赞成和反对轮着说"))
    return _sentence(orders)


def _manner_rule(rules: Ruleset) -> Phrase:
    manners = [phrase("先亮态度，再讲理由")] if rules.speech.state_position_first else []
    if rules.speech.address_chair_only:
        manners.append(phrase("面向主持人讲"))
    return _sentence([*manners, phrase("不和别人对吵")])


def _sentence(parts: list[Phrase]) -> Phrase:
    """Parts with commas between them and a full stop."""
    joined = parts[0]
    for part in parts[1:]:
        joined = phrase("{before}，{after}", before=joined, after=part)
    return phrase("{sentence}。", sentence=joined)


def _amendment_rule(rules: Ruleset) -> Phrase:
    if rules.amendment.max_depth == 0:
        return phrase("方案不在会上修改，按提出的样子表决。")
    if rules.amendment.vote_before_main:
        return phrase(
            "可以提修改，{seconds} 人附议，先表决修改再表决原案；修改不再套修改。",
            seconds=rules.amendment.seconds_required,
        )
    return phrase(
        "可以提修改，{seconds} 人附议；原案先表决的，没有表决的修改作罢；修改不再套修改。",
        seconds=rules.amendment.seconds_required,
    )


def _voting_rule(rules: Ruleset) -> Phrase:
    threshold = rules.voting.threshold
    secret = fraction(rules.voting.secret_ballot_if_requested_ratio)
    share = fraction(threshold.ratio)
    if threshold.base == "cast":
        text = N_(
            "举手表决，赞成、反对、弃权都数。赞成超过赞成加反对的{share}才算通过，弃权不计；"
            "平局不通过。{secret}的人要求，就改无记名。"
        )
        if not threshold.strict:
            text = N_(
                "举手表决，赞成、反对、弃权都数。赞成达到赞成加反对的{share}才算通过，弃权不计；"
                "平局不通过。{secret}的人要求，就改无记名。"
            )
    elif threshold.strict:
        text = N_(
            "举手表决，赞成、反对、弃权都数。赞成超过到会有表决权人数的{share}才算通过；"
            "平局不通过。{secret}的人要求，就改无记名。"
        )
    else:
        text = N_(
            "举手表决，赞成、反对、弃权都数。赞成达到到会有表决权人数的{share}才算通过；"
            "平局不通过。{secret}的人要求，就改无记名。"
        )
    return Phrase(text, {"share": share, "secret": secret})
