"""`python -m bench.table`: the tables and plots of docs/speed.md and docs/scale.md, from the last whole run.

So no page quotes a figure that `make bench` did not print.
"""

import json
import sys
from pathlib import Path

from bench import scale
from bench.plots import draw
from bench.report import figures, machine
from bench.run import MEASUREMENTS, RESULTS

DOCS = Path(__file__).parent.parent / "docs"


def write(page: Path, name: str, table: str) -> None:
    """Put a table where the page has a place of that name for it."""
    before, opening, rest = page.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, closing, after = rest.partition(f"<!-- end {name} -->")
    if not (opening and closing):
        raise SystemExit(f"{page} has no place for the table “{name}”")
    page.write_text(f"{before}{opening}{table}\n{closing}{after}", encoding="utf-8")


def main() -> None:
    """Write all of them."""
    latest = RESULTS / "latest.json"
    result = json.loads(latest.read_text()) if latest.exists() else {}
    if missing := [name for name in MEASUREMENTS if name not in result]:
        sys.exit(f"{latest} lacks {', '.join(missing)}: run `make bench` first")
    write(DOCS / "speed.md", "machine", machine(result))
    write(DOCS / "speed.md", "figures", figures(result))
    write(DOCS / "scale.md", "measured", scale.measured(result))
    write(DOCS / "scale.md", "linearity", scale.linearity(result))
    write(DOCS / "scale.md", "needs", scale.needs(result))
    pictures = draw(result, DOCS / "pictures")
    shown = [f"![{each.stem}](pictures/{each.name})" for each in pictures]
    write(DOCS / "speed.md", "plots", "\n".join(shown))


if __name__ == "__main__":
    main()
