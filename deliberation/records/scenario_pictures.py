"""The pictures of a scenario: photos beside its file, or the drawings that come with the program."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from msgspec import Struct

from deliberation.media.library import Library, public_name
from deliberation.media.pictures import Refused
from deliberation.records.scenario import Scenario, ScenarioError
from deliberation.session.phrases import phrase

KINDS: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"})


class Hung(Struct, frozen=True):
    """A picture that everybody may see; paths below /media/. A drawing has no name, size and digest."""

    path: str
    small: str
    width: int = 0
    height: int = 0
    name: str | None = None
    digest: str = ""


async def hang_pictures(scenario: Scenario, folder: Path, code: str, library: Library) -> dict[str, Hung]:
    """What can be found of a session's pictures, by their names in the file. Raises ScenarioError.

    A photo goes the way of every stranger's photo, so that nothing of where it was taken goes along; whoever
    writes the file has seen to it that nobody can be told on it. Only our own drawings may be SVG.
    """
    drawings = files("deliberation.demo").joinpath("pictures", scenario.id)
    found: dict[str, Hung] = {}
    for photo in (photo for issue in scenario.issues for photo in issue.photos):
        own = folder / photo.file
        drawing = drawings.joinpath(f"{Path(photo.file).stem}.svg")
        if own.suffix.lower() in KINDS and own.is_file():
            found[photo.file] = await _photo(own, library)
        elif drawing.is_file():
            path = f"{code}/{drawing.name}"
            await library.public.put(path, drawing.read_bytes())
            found[photo.file] = Hung(path, path)
    return found


async def _photo(file: Path, library: Library) -> Hung:
    try:
        with file.open("rb") as stream:
            kept = await library.take(stream)
    except Refused as refused:
        raise ScenarioError(
            phrase("照片 {file} 用不了：{why}", file=file.name, why=refused.sentence)
        ) from refused
    await library.publish(kept.name)
    return Hung(
        path=public_name(kept.name, "large"),
        small=public_name(kept.name, "small"),
        width=kept.width,
        height=kept.height,
        name=kept.name,
        digest=kept.digest,
    )
