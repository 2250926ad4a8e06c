"""评议会: everybody present scores on paper, without a name; the record has how many sheets said what."""

from deliberation.session import commands as c
from deliberation.session import facts as f
from deliberation.session.counting import sheet_problems
from deliberation.session.facts import AnyFact
from deliberation.session.names import GRADES, ScoreId
from deliberation.session.phrases import phrase
from deliberation.session.refusals import refuse, require
from deliberation.session.state import Session
from deliberation.session.voting import check_tellers


def enter_scores(session: Session, command: c.EnterScores) -> list[AnyFact]:
    """Sheets on one item of the open topic, as tellers counted them. Counted again, the last count stands."""
    require(session.form == "appraisal", "appraisal_only")
    topic = session.topic
    if topic is None:
        refuse("no_topic")
    item = command.item.strip()
    require(item, "item_needed")
    check_tellers(session)
    valid = sum(command.counts.values())
    problems = sheet_problems(command.issued, command.returned, command.invalid, valid)
    if command.issued > session.voters_here:
        too_many = phrase(
            "发出 {issued} 张，能投票的只有 {people} 人", issued=command.issued, people=session.voters_here
        )
        problems = [too_many, *problems]
    if problems:
        refuse("paper_does_not_add_up", valid=valid, shortfall=tuple(problems))
    before = next(
        (each for each in session.scores.values() if (each.topic, each.item) == (topic, item)), None
    )
    score = before.score if before else ScoreId(f"SC{len(session.scores) + 1}")
    counts = {grade: command.counts.get(grade, 0) for grade in GRADES}
    return [f.ScoresCounted(score, topic, item, command.issued, command.returned, command.invalid, counts)]
