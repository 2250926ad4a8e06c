"""Templates: one environment, strict about names, with what every page needs."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

_PACKAGE: Final = Path(__file__).parent
ROOT: Final = next(each for each in (_PACKAGE, _PACKAGE.parent) if (each / "templates").is_dir())
"""Where templates/ and static/ lie: inside the package when it came as a wheel, beside it in the checkout."""
STATIC: Final = ROOT / "static"


class Templates:
    """Renders `templates/`."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(ROOT / "templates"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["static"] = static_url
        self._environment.filters["markdown"] = markdown

    def render(self, name: str, context: dict[str, object]) -> str:
        """The page as text."""
        return self._environment.get_template(name).render(context)


def static_url(path: str) -> str:
    """The address of a static file, changed by its content, so that it may be kept for ever."""
    file = STATIC / path
    # A screen that was not built yet has no content: its page still opens, and reads without script.
    version = _digest(file, file.stat().st_mtime_ns) if file.is_file() else "0"
    return f"/static/{path}?v={version}"


@lru_cache(maxsize=256)
def _digest(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).disable("image")


def markdown(text: str) -> Markup:
    """Markdown without HTML in it; links to anything but web and mail addresses stay text."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - the renderer escapes all text; raw HTML is off
