"""Languages: nothing a person sees is missing in English, and every place is filled in both."""

import re
import string
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from deliberation.language import (
    catalog,
    choose_locale,
    client_messages,
    speaker,
    supported,
    translator,
)
from deliberation.session.phrases import Label, phrase, verbatim

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every text in the sources as they are now, found the way `make messages` finds them."""
    target = tmp_path_factory.mktemp("messages") / "messages.pot"
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "--quiet",
        "extract",
        "--mapping-file",
        "babel.cfg",
    ]
    keywords = ["--no-default-keywords", "--keywords", "_ N_ phrase"]
    subprocess.run(  # noqa: S603 - our own interpreter and arguments
        [*command, *keywords, "--output-file", target, "."], cwd=ROOT, check=True
    )
    return read_po(BytesIO(target.read_bytes()))


def test_every_text_has_its_english(extracted: Catalog) -> None:
    english = catalog("en")

    missing = [
        message.id
        for message in extracted
        if message.id and not ((known := english.get(message.id)) and known.string and not known.fuzzy)
    ]

    assert not missing


def test_no_text_stands_in_a_page_without_a_mark(extracted: Catalog) -> None:
    """Chinese in a template or in the client that no extraction finds would be Chinese for everybody."""
    pages = [
        *ROOT.glob("templates/**/*.html"),
        *ROOT.glob("frontend/src/**/*.ts"),
        *ROOT.glob("frontend/src/**/*.tsx"),
    ]

    unmarked = {
        page.relative_to(ROOT).as_posix(): left for page in pages if (left := _unmarked(page, extracted))
    }

    # The name of the other language is written in that language, and Chinese numerals are for Chinese only.
    name = {"中文"}
    assert unmarked == {
        "templates/base.html": name,
        "frontend/src/console/header.tsx": name,
        "frontend/src/phone/more.tsx": name,
        "frontend/src/screens/phone.tsx": name,
        "frontend/src/live/messages.ts": set("零一二三四五六七八九十"),
        "frontend/src/wall/rules.tsx": {"。；"},  # where a sentence ends
    }


def _unmarked(page: Path, extracted: Catalog) -> set[str]:
    """Runs of Chinese that are neither comments nor texts for the catalog; the client's tests are no page."""
    if ".test." in page.name:
        return set()
    source = re.sub(
        r"\{#.*?#\}|/\*.*?\*/|(?<![:\w])//[^\n]*", "", page.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    unmarked = re.sub(
        r"""_\(\s*(["'])(.*?)\1""",
        lambda found: "" if found[2] in extracted else found[0],
        source,
    )
    return set(re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", unmarked))


def test_no_english_is_kept_for_texts_that_are_gone(extracted: Catalog) -> None:
    gone = [message.id for message in catalog("en") if message.id and message.id not in extracted]

    assert not gone
    assert not catalog("en").obsolete


def test_translations_have_the_places_of_their_texts() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for message in catalog("en"):
        assert isinstance(message.id, str)
        if message.id and message.string:
            assert isinstance(message.string, str)
            assert places(message.string) == places(message.id), message.id


def test_the_client_is_given_its_own_texts_only() -> None:
    assert client_messages("zh") == {}
    assert all(text for text in client_messages("en").values())


def test_phrases_are_spoken_with_what_is_inside_them() -> None:
    inner = phrase("{name}到了", name=verbatim("甲{一}"))
    label = Label({"zh": "养犬居民", "en": "dog owners"})

    assert (
        speaker("zh")(phrase("{who}、{all}", who=label, all=(inner, inner)))
        == "养犬居民、甲{一}到了、甲{一}到了"
    )
    assert speaker("en")(phrase("{who}: {all}", who=label, all=(inner, inner))).startswith("dog owners: ")


def test_words_of_a_community_may_have_braces() -> None:
    assert speaker("zh")(phrase("制定{公约}")) == "制定{公约}"
    assert translator("en")("制定{公约}") == "制定{公约}"


@pytest.mark.parametrize(
    "asked,kept,accepted,chosen",
    [
        ("en", "zh", "zh", "en"),
        (None, "en", "zh", "en"),
        (None, None, "en-US,zh;q=0.8", "en"),
        (None, None, "zh;q=0.2,en;q=0.9", "en"),
        (None, None, "fr,de;q=0.5", "zh"),
        (None, None, "en;q=0,zh-TW", "zh"),
        (None, None, "en;q=nonsense", "zh"),
        ("fr", None, None, "zh"),
        (None, None, None, "zh"),
    ],
)
def test_the_language_is_what_was_asked_for_then_kept_then_accepted(
    asked: str | None, kept: str | None, accepted: str | None, chosen: str
) -> None:
    assert choose_locale(asked=asked, kept=kept, accepted=accepted) == chosen


@pytest.mark.parametrize("name,locale", [("en-GB", "en"), ("en_US", "en"), ("zh-Hans-CN", "zh"), ("C", None)])
def test_regional_names_are_understood(name: str, locale: str | None) -> None:
    assert supported(name) == locale
