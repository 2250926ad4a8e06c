"""标记与记录: marks, notes, corrections, hidden texts, letters."""

from deliberation.session import facts as f
from deliberation.session.names import ProposalId
from tests.session.hall import debated_hall, open_hall, rejected

P1 = ProposalId("P1")
ALL_FOR = {"standing": (6, 0, 0), "gas": (4, 0, 0), "ev": (4, 0, 0)}


def test_a_mark_says_why_and_who_decides() -> None:
    hall = debated_hall()
    with rejected("unknown_reason", rule=17):
        hall.chair.mark_deferred(reason_code="rain")
    with rejected("unknown_body"):
        hall.chair.mark_deferred(body="the_king")
    with rejected("mark_reason_needed"):
        hall.chair.mark_deferred(reason_text=" ")
    with rejected("unknown_target"):
        hall.chair.mark_deferred("P9")
    assert hall.recorder.mark_deferred(due="2026-06-10") == [
        f.ProposalDeferred(P1, "major_dispute", "两方谈不拢", "residents_meeting", "2026-06-10")
    ]
    mark = hall.board("public")["proposals"]["P1"]["mark"]
    assert mark["body_label"] == "居民会议"
    assert mark["study"] is True


def test_a_mark_comes_off_with_a_reason() -> None:
    hall = debated_hall()
    with rejected("not_marked"):
        hall.chair.unmark()
    hall.chair.mark_deferred(body="owners_decision", reason_code="owners_common")
    assert "study" not in hall.board("hall")["proposals"]["P1"]["mark"]
    with rejected("reason_needed"):
        hall.chair.unmark(reason="")
    assert hall.chair.unmark() == [f.DeferralRemoved(P1, "写错了")]
    assert "mark" not in hall.board("hall")["proposals"]["P1"]


def test_a_referral_without_its_reason_holds_up_the_hall() -> None:
    hall = debated_hall()
    assert hall.hands("P1", "referral", **ALL_FOR) == "referred"
    with rejected("mark_needed", rule=17):
        hall.chair.open_topic("T2")
    with rejected("mark_needed"):
        hall.chair.read_back()
    hall.chair.mark_deferred()
    hall.chair.open_topic("T2")


def test_a_withdrawn_proposal_cannot_be_marked() -> None:
    hall = debated_hall()
    hall.member("E1").withdraw("P1")
    with rejected("already_decided"):
        hall.chair.mark_deferred()


def test_notes_go_to_the_wall_and_not_to_the_public() -> None:
    hall = open_hall()
    assert hall.recorder.note("  全名G1说：晚上没位子 ") == [f.NoteTaken("全名G1说：晚上没位子")]
    assert hall.board("hall")["now"]["note"] == "全名G1说：晚上没位子"
    assert "全名G1" not in str(hall.board("public"))
    hall.recorder.note("")
    assert "note" not in hall.board("hall")["now"]


def test_corrections_are_appended_and_late_after_the_next_item() -> None:
    hall = open_hall()
    hall.recorder.note("四台")
    seq = hall.session.seq
    assert hall.recorder.correct(seq) == [f.EntryCorrected(seq, "应为五台")]
    hall.table()
    assert hall.recorder.correct(seq) == [f.EntryCorrected(seq, "应为五台", late=True)]
    assert hall.entries[seq - 1].fact == f.NoteTaken("四台")
    with rejected("unknown_entry", seq=999):
        hall.recorder.correct(999)
    with rejected("reason_needed"):
        hall.recorder.correct(seq, " ")


def test_a_hidden_text_is_off_the_wall_and_the_phones_and_out_of_every_sentence() -> None:
    hall = open_hall()
    hall.member("E1").propose("某某是坏人", what="赶走坏人")
    assert hall.chair.hide("P1") == [f.TextHidden("P1", "骂人")]
    for audience in ("hall", "public"):
        assert "坏人" not in str(hall.board(audience))
        assert hall.board(audience)["proposals"]["P1"]["title"] == "（文字已隐去）"
    assert "某某是坏人" in str(hall.board("staff")["proposals"])
    assert "坏人" not in str(hall.member("G1").you)
    assert hall.member("G1").you["may"]["propose"].startswith("正在议“（文字已隐去）”")
    with rejected("already_hidden"):
        hall.chair.hide("P1")
    assert hall.chair.unhide("P1") == [f.TextShown("P1")]
    with rejected("not_hidden"):
        hall.chair.unhide("P1")
    with rejected("unknown_target"):
        hall.chair.hide("P9")
    with rejected("reason_needed"):
        hall.chair.hide("P1", "")
    assert "某某是坏人" in str(hall.board("hall"))


def test_hidden_amendments_and_objections() -> None:
    hall = open_hall()
    hall.table()
    hall.member("G1").amend(text="坏话一", reason="坏话二", new_text="坏话三")
    hall.member("G1").object(reason="坏话四")
    hall.chair.hide("A1")
    hall.chair.hide("OB1")
    assert "坏话" not in str(hall.board("hall"))
    assert "坏话" not in str(hall.board("public"))


def test_a_letter_is_read_out() -> None:
    hall = open_hall()
    assert hall.recorder.read_written_opinion() == [f.WrittenOpinionRead("一位老人", "请留两个车位")]
    with rejected("reason_needed"):
        hall.recorder.read_written_opinion(text=" ")
    assert "请留两个车位" in str(hall.board("hall")["log"])
    assert "请留两个车位" not in str(hall.board("public"))
