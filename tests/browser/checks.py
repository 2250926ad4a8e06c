"""What must hold on every screen in every state: accessible, nothing cut off, large enough."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page

from web.templating import STATIC

AXE_FILE: Final = STATIC.parent / "frontend/node_modules/axe-core/axe.min.js"
AXE_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE: Final = """
async (tags) => {
  const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  return (await axe.run(options)).violations;
}
"""

NOTHING: Final = ":not(*)"


@cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


async def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA on this page as it is now."""
    # Evaluated and not put into the page as a script: the page's own policy forbids strangers' scripts.
    await page.evaluate(_source(AXE_FILE))
    found: list[dict[str, Any]] = await page.evaluate(RUN_AXE, AXE_RULES)
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for each in found
        for node in each["nodes"]
    ]


async def cut_off(page: Page, *, but: str = NOTHING) -> list[str]:
    """Text that reaches out of sight or out of a box that clips it, and a page larger than its viewport."""
    return await _measure(page, "cutOff", but)


async def lying_over_each_other(page: Page, *, but: str = NOTHING) -> list[str]:
    """Pairs of texts that are drawn in the same place."""
    return await _measure(page, "overlaps", but)


async def smaller_than(page: Page, pixels: int, *, of: str = "body", but: str = NOTHING) -> list[str]:
    """Texts below this font size; `of` and `but` are selectors."""
    return await _measure(page, "smallerThan", pixels, of, but)


async def small_targets(page: Page, pixels: int) -> list[str]:
    """What can be tapped and is lower or narrower than this; a box's label counts as its target."""
    return await _measure(page, "smallTargets", pixels)


async def beyond(page: Page, *, down: bool) -> list[str]:
    """Whether the page is wider than the viewport, or `down` higher, and what sticks out."""
    return await _measure(page, "beyond", True, down)  # noqa: FBT003 - across; JavaScript has no names for them


async def _measure(page: Page, what: str, *arguments: object) -> list[str]:
    script = _source(Path(__file__).with_name("measure.js"))
    found: list[str] = await page.evaluate(f"([what, given]) => {script}[what](...given)", [what, arguments])
    return found
