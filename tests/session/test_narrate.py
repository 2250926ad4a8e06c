"""The log in plain sentences, and the rules on the wall when a community changed them."""

import pytest

from deliberation.session.wall_text import wall_text
from tests.session.hall import Hall, debated_hall, open_hall, rules_with, say


def lines(hall: Hall) -> list[str]:
    """What staff read, from the opening on."""
    return [line["text"] for line in hall.board("staff")["log"].values() if "到会" not in line["text"][-2:]]


def test_a_session_reads_as_plain_sentences() -> None:
    hall = open_hall()
    hall.chair.show_issue("I-T1")
    hall.chair.show_issue(None)
    hall.recorder.note("现有两个桩")
    hall.recorder.note("")
    hall.recorder_for("S7").propose("先改四个车位")
    hall.member("E2").second("P1")
    hall.speak("G1", "against", 200)
    hall.speak("E3", "for", 20)
    hall.member("S4").recuse("S4", "本人有车位")
    hall.member("G1").object(reason="没处停车")
    hall.member("G2").second("OB1")
    hall.member("G3").second("OB1")
    hall.chair.answer_objection(response="再议", how="second_round")
    hall.member("G1").request_secret()
    hall.talk_out()
    assert lines(hall)[1:] == [
        "宣读议事规则",
        "计票、监票：全名S3、全名G3",
        "开始议：议题T1",
        "大屏展示照片：T1的线索",
        "收起照片",
        "记录：现有两个桩",
        "收起大屏文字",
        "全名S7提出方案：先改四个车位（记录人代录）",
        "全名E2附议：先改四个车位",
        "全名G1发言",
        "全名G1说完（200 秒，到时）",
        "全名E3发言",
        "全名E3说完（20 秒）",
        "全名S4回避：本人有车位",
        "全名G1提出异议：没处停车",
        "全名G2附议：没处停车",
        "全名G3附议：没处停车",
        "答复异议（再议一轮）：再议。燃油车车主到会的人过半有此异议，先改或再议一轮",
        "有人要求无记名：先改四个车位",
        "主持人第 1 次问：还有不同意见吗？",
        "主持人第 2 次问：还有不同意见吗？",
        "主持人第 3 次问：还有不同意见吗？",
        "讨论结束（问了 3 遍，无人再发言）",
    ]


def test_a_vote_and_its_mark_read_as_plain_sentences() -> None:
    hall = debated_hall()
    before = hall.session.seq
    hall.chair.open_vote("P1", "online", "referral")
    hall.recorder.issue_paper("S7", "G4")
    hall.recorder.enter_paper(2, 2, 1, gas=(0, 1, 0))
    hall.recorder.enter_count(standing=(5, 0, 0), gas=(0, 1, 2), ev=(4, 0, 0))
    hall.chair.close_vote()
    hall.chair.mark_deferred()
    hall.chair.unmark()
    hall.chair.mark_deferred(body="owners_decision", reason_code="owners_common", reason_text="车位共有")
    hall.recorder.correct(before)
    hall.recorder.correct(2)
    hall.chair.hide("P1")
    hall.chair.unhide("P1")
    hall.chair.warn("G1", "拍桌子")
    hall.chair.recess(5)
    hall.chair.resume()
    hall.chair.change_form("talk")
    hall.chair.read_back()
    hall.chair.close_session()
    told = [line["text"] for seq, line in hall.board("staff")["log"].items() if int(seq) > before]
    assert told == [
        "开始表决（手机投票，14 人）：先改四个车位",
        "发出纸票 2 张",
        "纸票已计数：发出 2、收回 2、无效 1",
        "举手已计数",
        "表决结果：先改四个车位，赞成 9、反对 2、弃权 2，同意提交决定",
        "标记不能马上办：先改四个车位，交居民会议。原因：两方谈不拢",
        "取消标记：先改四个车位。原因：写错了",
        "标记不能马上办：先改四个车位，交业主共同决定。原因：车位共有",
        f"更正第 {before} 条（事后补正）：应为五台",
        "更正第 2 条（事后补正）：应为五台",
        "一段文字不在大屏显示，记录里保留",
        "恢复显示一段文字",
        "第 1 次提醒全名G1：拍桌子",
        "休会 5 分钟",
        "继续开会",
        "改开恳谈会",
        "宣读记录，到会人员核对",
        "议完：议题T1",
        "散会",
    ]


def test_an_inquorate_session_says_so() -> None:
    hall = open_hall(but=["G1", "G2", "G3", "G4"], topic_=None)
    hall.chair.read_back()
    hall.chair.close_session()
    assert lines(hall)[-1] == "散会（到会人数始终不够，没有表决）"


@pytest.mark.parametrize(
    "number,changes,text",
    [
        (2, {"quorum__standing_strict": False}, "常任委员到一半以上"),
        (2, {"quorum__total_ratio": "5/7"}, "有表决权的委员到5/7以上"),
        (3, {"voting__chair_votes": True}, "主持人不表态，表决时和大家一样投一票。"),
        (4, {"proposal__one_at_a_time": False}, "别的方案可以先提出来排队。"),
        (5, {"proposal__must_be_actionable": []}, "方案有 1 人附议才讨论。"),
        (5, {"proposal__must_be_actionable": ["谁来做"]}, "方案要说清：谁来做。"),
        (6, {"speech__alternate_for_against": False}, "想说话先举手，主持人点到再说，没说过的人先说。"),
        (7, {"speech__state_position_first": False}, "面向主持人讲，不和别人对吵。"),
        (8, {"speech__limit_seconds": 100}, "每次 100 秒"),
        (10, {"amendment__max_depth": 0}, "方案不在会上修改"),
        (10, {"amendment__vote_before_main": False}, "原案先表决的，没有表决的修改作罢"),
        (13, {"voting__threshold__strict": False}, "赞成达到到会有表决权人数的一半才算通过"),
        (13, {"voting__threshold__base": "cast"}, "赞成超过赞成加反对的一半才算通过"),
        (
            13,
            {"voting__threshold": {"base": "cast", "ratio": "2/3", "strict": False}},
            "达到赞成加反对的三分之二",
        ),
    ],
    ids=str,
)
def test_the_wall_follows_the_rules(number: int, changes: dict[str, object], text: str) -> None:
    assert text in say(dict(wall_text(rules_with(**changes)))[number])
