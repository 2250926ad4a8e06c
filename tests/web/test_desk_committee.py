"""The desk's pages of the committee, the groups and the cards."""

from datetime import timedelta

import pytest

from deliberation.clock import utc_now
from deliberation.records.cards import STANDING
from deliberation.records.people.views import KnownPerson, Term
from deliberation.records.staff.views import Who
from tests.web.conftest import Site

TODAY = utc_now().date() - timedelta(days=1)
"""Begun for certain, in whatever zone."""


async def someone(site: Site, name: str = "陆承安") -> KnownPerson:
    [person, *_] = await site.services.people.find((await site.services.communities.all())[0].id, name)
    return person


@pytest.mark.asyncio
async def test_a_committee_is_put_together_after_its_plan(site: Site) -> None:
    person = await someone(site)
    seat = {"person": person.id, "source": "owners", "begins_on": TODAY.isoformat(), "ends_on": ""}
    async with await site.desk("social_worker") as browser:
        await browser.send_form("/desk/committee/plan", {"plan": "three"})
        assert "还缺：居委会、业委会、物业" in (await browser.get("/desk/committee")).text

        found = await browser.get("/desk/committee", params={"q": "陆承安"})
        assert f'name="person" value="{person.id}"' in found.text
        await browser.send_form("/desk/committee", seat)
        page = await browser.get("/desk/committee")
        assert "常任委员 1 人" in page.text
        assert "还缺：居委会、物业" in page.text

        twice = await browser.send_form("/desk/committee", {**seat, "source": "party", "q": "陆承安"})
        assert twice.status_code == 400
        assert "已经有一个常任席了" in twice.text
        assert '<option value="party" selected>' in twice.text

        community = (await site.services.communities.all())[0].id
        [member] = (await site.services.committee.view(community, TODAY)).members
        wrong = await browser.send_form(
            f"/desk/committee/{member.id}", {**seat, "begins_on": "2026-05-02", "ends_on": "2026-05-01"}
        )
        assert wrong.status_code == 400
        assert "最后一天不能早于" in wrong.text
        assert 'value="2026-05-01"' in wrong.text
        await browser.send_form(f"/desk/committee/{member.id}/remove")
        assert "还没有常任委员" in (await browser.get("/desk/committee")).text


@pytest.mark.asyncio
async def test_a_form_without_a_person_says_what_to_do(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        answer = await browser.send_form("/desk/committee", {"source": "", "begins_on": "x", "q": "陆承安"})

    assert answer.status_code == 400
    for sentence in ("请先找到这个人", "请选一个来源", "请写哪一天开始"):
        assert sentence in answer.text


@pytest.mark.asyncio
async def test_a_standing_card_opens_the_seat_of_the_session_and_is_replaced(site: Site) -> None:
    person, services = await someone(site), site.services
    community = (await services.communities.all())[0].id
    await services.committee.give(community, person.id, Term("party", TODAY), who=Who("test"))
    link = f"/card/{services.cards.token(STANDING, str(person.id), 1)}"
    async with await site.desk("social_worker") as desk, site.browser() as phone:
        sheet = await desk.get("/desk/committee/cards")
        assert "陆承安" in sheet.text
        assert "<svg" in sheet.text

        assert (await phone.get(link)).headers["location"] == f"/sessions/{site.code}/phone"
        assert "陆承安" in (await phone.get(f"/sessions/{site.code}/leave")).text

        await desk.send_form(f"/desk/committee/cards/{person.id}")
        assert (await phone.get(link)).status_code == 404
        assert "陆承安" not in (await phone.get(f"/sessions/{site.code}/leave")).text


@pytest.mark.asyncio
async def test_a_standing_card_without_a_session_says_that_it_is_good(site: Site) -> None:
    services = site.services
    community = (await services.communities.all())[0].id
    [person] = await services.people.find(community, "牧清")
    await services.committee.give(community, person.id, Term("supervision", TODAY), who=Who("test"))
    async with site.browser() as phone:
        page = await phone.get(f"/card/{services.cards.token(STANDING, str(person.id), 1)}")

    assert page.status_code == 200
    assert "现在没有您的会" in page.text


@pytest.mark.asyncio
async def test_groups_are_made_filled_and_their_choice_printed(site: Site) -> None:
    person = await someone(site, "卞家乐")
    async with await site.desk("social_worker") as browser:
        made = await browser.send_form("/desk/groups", {"title": "<b>养狗"})
        topic = made.headers["location"]
        refused = await browser.send_form(topic, {"zh": "", "en": "dog owners", "seats": "x"})
        assert refused.status_code == 400
        assert 'value="dog owners"' in refused.text
        assert "席位写 1 到 30。" in refused.text

        made = await browser.send_form(topic, {"zh": "养犬居民", "en": "dog owners", "seats": "1"})
        group = made.headers["location"]
        assert (await browser.get(f"{group}/record")).status_code == 404
        assert "卞家乐" in (await browser.get(group, params={"q": "卞"})).text
        await browser.send_form(f"{group}/seats", {"person": person.id})
        full = await browser.send_form(
            f"{group}/seats", {"person": (await someone(site, "鲍晓燕")).id, "q": "鲍"}
        )
        assert full.status_code == 400
        assert "席位坐满了" in full.text

        future = (utc_now().date() + timedelta(days=3)).isoformat()
        bad = await browser.send_form(
            f"{group}/choice", {"on": future, "way": "", "asked": "", "note": "<i>报名"}
        )
        assert bad.status_code == 400
        assert "&lt;i&gt;报名</textarea>" in bad.text
        await browser.send_form(
            f"{group}/choice", {"on": TODAY.isoformat(), "way": "elected", "asked": "30 户", "note": ""}
        )
        paper = await browser.get(f"{group}/record")
        assert "推选出的委员" in paper.text
        assert "卞家乐" in paper.text
        assert "&lt;b&gt;养狗" in paper.text
        await browser.send_form(f"{group}/seats/{person.id}/remove")
        listed = await browser.get("/desk/groups")
        assert "席位定了 0/1" in listed.text
        assert "推选记录 1/1" in listed.text


@pytest.mark.asyncio
async def test_staff_of_another_community_see_none_of_it(site: Site) -> None:
    services, who = site.services, Who("test")
    elsewhere = await services.communities.make("河东社区", "hedong", "Asia/Shanghai", who=who)
    person = await someone(site)
    async with await site.desk("social_worker", community=elsewhere.id) as browser:
        assert (await browser.get(f"/desk/people/{person.id}")).status_code == 404
        assert (await browser.send_form(f"/desk/people/{person.id}", {"name": "x"})).status_code == 404
        listed = await browser.get("/desk/people", params={"q": "陆承安"})
        assert "没有找到“陆承安”" in listed.text
        assert site.code not in (await browser.get("/desk/cards")).text
        seat = {"person": person.id, "source": "party", "begins_on": TODAY.isoformat()}
        assert (await browser.send_form("/desk/committee", seat)).status_code == 404


@pytest.mark.asyncio
async def test_the_desk_leads_to_the_cards_of_a_session_and_prints_one_again(site: Site) -> None:
    async with await site.desk("social_worker") as browser:
        assert f"/sessions/{site.code}/cards" in (await browser.get("/desk/cards")).text
        one = await browser.get(f"/sessions/{site.code}/cards", params={"only": "S1"})

    assert one.text.count('class="seat-card"') == 1
    assert "陆承安" in one.text


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "path", ["people", "people/new", "people/import", "committee", "committee/cards", "groups", "cards"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_pages_are_small_and_link_nowhere_in_vain(site: Site, path: str, language: str) -> None:
    async with await site.desk("social_worker") as browser:
        page = await browser.get(f"/desk/{path}", params={"lang": language})

    assert page.status_code == 200
    assert len(page.content) < 100_000
