"""A whole session as eight devices and twelve people live through it."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.browser.devices import Devices, picture
from tests.browser.hall import Hall
from tests.browser.people import Chair, Phone, Recorder

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WITH_PHONE = ["S1", "D1", "D2", "M1", "C1"]
WITHOUT_PHONE = ["S2", "S3", "S4", "S5", "F1", "F2", "F3"]

COVENANT = "出台《文明养犬公约（试行）》"
WITH_FINE = "遛狗牵绳、随手清粪；不清粪一次罚款50元"
WITHOUT_FINE = "遛狗牵绳、随手清粪；由志愿者劝导并提供拾便袋；不罚款"
NO_BASIS = "罚款没有依据，养狗的人会被当成对立面"
BINS = "在三个门口安装废电池专用回收桶"
WATCH = "成立群众小组监督乱贴小广告"
NOT_OURS = "要在全体居民中推选人员，议事会不能代替居民会议作出决定"


class Everyone:
    """All screens of the hall."""

    def __init__(self, wall: Page, chair: Page, recorder: Page, phones: dict[str, Page]) -> None:
        self.wall = wall
        self.chair = Chair(chair)
        self.recorder = Recorder(recorder)
        self.phones = {seat: Phone(page) for seat, page in phones.items()}

    async def wall_shows(self, *texts: str) -> None:
        for text in texts:
            await expect(self.wall.get_by_text(text).first).to_be_visible()

    async def phones_see(self, words: str) -> None:
        await asyncio.gather(*(phone.sees(words) for phone in self.phones.values()))

    async def pictures(self, phase: str) -> None:
        pages = {"wall": self.wall, "chair": self.chair.page, "recorder": self.recorder.page}
        for name, page in {**pages, "phone": self.phones["D1"].page}.items():
            await picture(page, f"hall-{phase}-{name}")


async def test_a_whole_session(hall: Hall, devices: Devices) -> None:
    wall, chair, recorder, *phones = await asyncio.gather(
        *(devices.sit_down(holder) for holder in ("wall", "chair", "recorder", *WITH_PHONE))
    )
    everyone = Everyone(wall, chair, recorder, dict(zip(WITH_PHONE, phones, strict=True)))
    await roll_call(everyone)
    await opening(everyone)
    await speeches(everyone)
    await proposal_objection_amendment(everyone)
    await vote_by_hands(everyone)
    await vote_by_phone(everyone)
    await recess(everyone)
    await what_cannot_be_done_at_once(everyone)
    await close(everyone)
    await everything_is_on_record(hall)


async def roll_call(hall: Everyone) -> None:
    await hall.wall_shows("到会 0 人，应到 13 人", "有表决权的委员还差 9 人（要 9 人）")
    await hall.pictures("empty")
    await asyncio.gather(*(phone.check_in() for phone in hall.phones.values()))
    await hall.recorder.mark_present(WITHOUT_PHONE)
    await hall.wall_shows("到会 12 人，应到 13 人", "人数够了，可以开会。")
    await hall.phones_see("到会 12 / 13")
    await hall.pictures("check-in")


async def opening(hall: Everyone) -> None:
    chair = hall.chair
    await chair.follow("宣布开会（到会 12 人，人数够）")
    await hall.wall_shows("今日议题", "议事规则", "讨论方案", "草坪狗粪与草丛垃圾怎么管")
    await chair.follow("宣读议事规则")
    await chair.click("更多…")
    await chair.click("定计票人、监票人")
    for name in ("邵美珠", "丰立新"):
        await chair.sheet().get_by_label(name).check()
    await chair.send_sheet("就这几位")
    await chair.click("开始议：草坪狗粪与草丛垃圾怎么管")
    await hall.phones_see("草坪狗粪与草丛垃圾怎么管")
    await chair.click("放照片：草坪狗粪无人清理")
    await expect(hall.wall.get_by_role("heading", name="草坪狗粪无人清理")).to_be_visible()
    photo = hall.wall.get_by_role("img", name="草坪狗粪无人清理")
    await expect(photo).to_be_visible()
    assert await photo.evaluate("image => image.complete && image.naturalWidth > 0")
    await hall.pictures("photo")
    await chair.click("收起照片")
    await hall.wall_shows("还没有方案。想到办法就提出来，说清四件事：")


async def speeches(hall: Everyone) -> None:
    chair, phones = hall.chair, hall.phones
    await phones["D1"].raise_hand("中间")
    await phones["S1"].raise_hand("赞成")
    await hall.recorder.act_for("F1", "举手", "替 阮桂英：举手", {"赞成": ""})
    await hall.wall_shows("接下来", "卞家乐", "陆承安", "阮桂英")
    # An elder speaks in her own dialect; somebody passes it on, with half as much time again.
    await chair.click("请别人发言")
    await chair.sheet().get_by_role("combobox", name="请谁").fill("F1")
    await chair.press("Enter")
    await chair.sheet().get_by_label("要人转述（时间放宽）").check()
    await chair.sheet().get_by_role("combobox", name="谁来转述").fill("邵美珠")
    await chair.press("Enter")
    await chair.send_sheet("请他发言")
    await hall.wall_shows("邵美珠转述", "4:2")
    await hall.phones_see("阮桂英正在发言")
    recorder = hall.recorder
    await recorder.tab("大字和来信")
    await recorder.page.get_by_label("写什么").fill("孙子踩到狗粪，草坪不敢进。")
    await recorder.click("放上大屏")
    await hall.wall_shows("孙子踩到狗粪，草坪不敢进。")
    await hall.pictures("speech")
    await chair.click("请坐下")
    await chair.page.get_by_role("region", name="举手排队").get_by_role("button", name="卞家乐").click()
    await phones["D1"].sees("轮到您了，请说")
    await hall.pictures("my-turn")
    await chair.click("提醒")
    await chair.sheet().get_by_role("button", name="打断别人").click()
    await chair.send_sheet("第 1 次提醒")
    await chair.click("请坐下")
    await phones["S1"].page.get_by_role("button", name="把手放下").click()
    await expect(chair.page.get_by_text("没有人举手。")).to_be_visible()


async def proposal_objection_amendment(hall: Everyone) -> None:
    phones, chair = hall.phones, hall.chair
    await phones["M1"].write(
        "提方案",
        "提出来",
        {
            "一句话说明": COVENANT,
            "做什么": WITH_FINE,
            "谁来做": "居委会",
            "什么时候做完": "6月20日前",
            "钱从哪来": "不另花钱",
        },
    )
    await hall.wall_shows(COVENANT, WITH_FINE, "麻长贵提出，等一个人附议才讨论。")
    await phones["S1"].second(COVENANT)
    await hall.wall_shows("麻长贵提出，陆承安附议")
    await phones["D1"].write("提异议", "提出异议", {"我不同意，因为": NO_BASIS})
    await phones["D2"].second(NO_BASIS)
    await hall.wall_shows(NO_BASIS, "等答复")
    await hall.pictures("objection")
    await phones["D1"].write(
        "提修改",
        "提出修改",
        {"怎么改": "删去罚款，改为劝导", "为什么": "议事会没有罚款权", "改好以后的全文": WITHOUT_FINE},
    )
    await phones["D2"].second("删去罚款，改为劝导")
    await hall.wall_shows("删去罚款，改为劝导")
    await chair.click("答复异议（1）…")
    await chair.sheet().get_by_label("答复", exact=True).fill("采纳，改为劝导")
    await chair.sheet().get_by_label("按修改解决").check()
    await chair.send_sheet("记下答复")
    await phones["D1"].go_to("现在")
    await phones["D1"].sees("采纳，改为劝导")
    await hall.pictures("amendment")


async def vote_by_hands(hall: Everyone) -> None:
    chair = hall.chair
    await chair.end_debate()
    await chair.follow("表决修改")
    await hall.wall_shows("修改方案 ①", "请举手：先数赞成，再数反对，最后数弃权。")
    await hall.phones_see("请举手，等工作人员数好再放下。")
    await hall.recorder.count_hands(family=(2, 1))
    await hall.pictures("vote-hands")
    await chair.end_vote()
    await hall.wall_shows("赞成 11 票，到会 12 人要 7 票，通过。")
    await hall.phones_see("表决结果")
    await hall.pictures("result-amendment")
    # The adopted amendment has changed the proposal, which is talked over and voted on now.
    await chair.end_debate()
    await chair.follow("表决方案")
    await hall.wall_shows(WITHOUT_FINE)
    await hall.recorder.count_hands(dog=(1, 0))
    await chair.end_vote()
    await hall.wall_shows("通过", COVENANT)
    await hall.pictures("result")


async def vote_by_phone(hall: Everyone) -> None:
    chair, phones, recorder = hall.chair, hall.phones, hall.recorder
    await chair.click("开始议：废电池回收与分类设施")
    await hall.phones_see("废电池回收与分类设施")
    await recorder.act_for(
        "F1",
        "提方案",
        "替 阮桂英：提方案",
        {
            "方案名称": BINS,
            "做什么": "三个门口各装1个",
            "谁来做": "物业",
            "何时完": "6月15日前",
            "钱哪来": "微实事600元",
        },
    )
    await phones["C1"].second(BINS)
    await chair.end_debate()
    await chair.open_vote({"怎么投": "手机表决"})
    await hall.wall_shows("请在手机上点：赞成、反对或弃权。结束前可以改。", "还有 12 人")
    await hall.phones_see("您的意见？")
    await hall.pictures("vote-phone-open")

    dead_spot = phones["D2"].page
    await dead_spot.context.set_offline(True)
    await dead_spot.get_by_role("button", name="赞成").click()
    await asyncio.gather(*(phones[seat].vote("赞成") for seat in ("S1", "D1", "M1", "C1")))
    await hall.wall_shows("已投 4 人", "还有 8 人")
    await expect(dead_spot.get_by_text("保存好了")).to_be_hidden()
    await picture(dead_spot, "hall-vote-phone-offline")
    await dead_spot.context.set_offline(False)
    await phones["D2"].sees_saved("赞成")
    await hall.wall_shows("已投 5 人", "还有 7 人")
    await hall.pictures("vote-phone")

    # The seven without a phone raise their hands.
    await expect(recorder.page.get_by_text("手机已投 2 人。")).to_be_visible()
    for label in ("常任委员", "带娃家庭与老人"):
        await recorder.page.get_by_role("textbox", name=f"{label} 赞成").focus()
        await recorder.press("a")
    await recorder.page.get_by_role("button", name="记票").click()
    await expect(recorder.page.get_by_text("保存好了。表决结束前还可以改。")).to_be_visible()
    await chair.end_vote()
    await hall.wall_shows("赞成 12 票，到会 12 人要 7 票，通过。")


async def recess(hall: Everyone) -> None:
    await hall.chair.click("休息…")
    await hall.chair.send_sheet("开始休息")
    await hall.wall_shows("休息一下")
    await hall.phones_see("休息一下")
    await hall.pictures("recess")
    await hall.chair.follow("继续开会")


async def what_cannot_be_done_at_once(hall: Everyone) -> None:
    chair, phones = hall.chair, hall.phones
    await chair.click("开始议：乱贴小广告怎么治")
    await hall.phones_see("乱贴小广告怎么治")
    await phones["C1"].write(
        "提方案",
        "提出来",
        {
            "一句话说明": WATCH,
            "做什么": "推选7人组成监督小组",
            "谁来做": "居委会",
            "什么时候做完": "7月10日前",
            "钱从哪来": "不花钱",
        },
    )
    await phones["M1"].second(WATCH)
    await chair.end_debate()
    await chair.follow("表决是否提交居民会议等决定")
    await hall.wall_shows("表决是否提交上会")
    await hall.recorder.count_hands(shop=(0, 1))
    await chair.end_vote()
    await hall.wall_shows("同意提交上会")
    await chair.follow("为什么不能马上办")
    await chair.sheet().get_by_label("在居民中成立群众小组/推选人员").check()
    await chair.sheet().get_by_label("居民会议", exact=True).check()
    await chair.sheet().get_by_label("原因写明白").fill(NOT_OURS)
    await chair.send_sheet("标上「不能马上办」")
    await hall.wall_shows("需居民会议决定", NOT_OURS)
    await hall.phones_see("需居民会议决定")
    await hall.pictures("marked")


async def close(hall: Everyone) -> None:
    chair, recorder = hall.chair, hall.recorder
    await recorder.tab("宣读")
    await recorder.click("读完了")
    await recorder.answer_yes("从头到尾都读过了？")
    await hall.pictures("read-back")
    await chair.follow("散会")
    await chair.answer_yes("真的散会？散会以后不能再表决。")
    await hall.wall_shows("散会了，谢谢大家", COVENANT, BINS, WATCH, "需居民会议决定")
    await hall.phones_see("散会了，谢谢您。")
    await hall.pictures("closed")


async def everything_is_on_record(hall: Hall) -> None:
    board = await hall.board()
    assert board["session"]["status"] == "closed"
    assert {id_: each["status"] for id_, each in board["proposals"].items()} == {
        "P1": "adopted",
        "P2": "adopted",
        "P3": "referred",
    }
    assert board["proposals"]["P1"]["text"] == WITHOUT_FINE
    assert board["proposals"]["P3"]["mark"]["reason_text"] == NOT_OURS
    assert board["proposals"]["P1"]["objections"]["OB1"]["status"] == "resolved_by_amendment"
    assert {id_: each["tally"]["total"] for id_, each in board["votes"].items()} == {
        "V1": [11, 1, 0],
        "V2": [11, 0, 1],
        "V3": [12, 0, 0],
        "V4": [11, 1, 0],
    }
    assert board["votes"]["V3"]["tally"]["by_group"]["dog"] == [2, 0, 0]
