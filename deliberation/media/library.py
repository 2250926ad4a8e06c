"""Pictures from their arrival to their publication: what staff sees, and what everybody sees."""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import IO, Literal

from msgspec import Struct

from deliberation import ids
from deliberation.media.pictures import Developed, Refused, Shape
from deliberation.media.stores import Shelves
from deliberation.media.studio import Studio

Size = Literal["master", "large", "small"]


class Kept(Struct, frozen=True):
    """A picture that is in the private store. `width` and `height` are those of the large size, in pixels."""

    name: str
    digest: str
    """SHA-256 of the master, as hex."""
    width: int
    height: int


class Library:
    """Takes pictures in, covers places, publishes and withdraws them. What was sent is never kept."""

    def __init__(self, shelves: Shelves, studio: Studio) -> None:
        self.public = shelves.public
        self.private = shelves.private
        self._studio = studio

    async def take(self, file: IO[bytes]) -> Kept:
        """Develop a stranger's file and keep it in private, under a name nobody can guess. Raises Refused."""
        developed = await self._studio.develop(file)
        return await self._keep(ids.opaque_id(), developed)

    async def cover(self, name: str, shapes: Sequence[Shape]) -> Kept:
        """Cover these places for good. It is out of public sight before, and nobody has the old one after.

        Raises Refused: `broken` when there is no such picture.
        """
        master = await self.private.get(private_name(name, "master"))
        if master is None:
            raise Refused("broken")
        developed = await self._studio.develop(BytesIO(master), list(shapes))
        # What shows too much goes first, and the sizes come last: cut short, there is nothing to publish.
        await self.withdraw(name)
        for size in ("large", "small"):
            await self.private.delete(private_name(name, size))
        return await self._keep(name, developed)

    async def publish(self, name: str) -> None:
        """Let everybody see it, on the wall and on phones. Raises Refused when it is incomplete."""
        for size in ("large", "small"):
            content = await self.private.get(private_name(name, size))
            if content is None:
                raise Refused("broken")
            await self.public.put(public_name(name, size), content)

    async def withdraw(self, name: str) -> None:
        """Take it out of public sight."""
        for size in ("large", "small"):
            await self.public.delete(public_name(name, size))

    async def forget(self, name: str) -> None:
        """Remove every trace of it."""
        await self.withdraw(name)
        for size in ("small", "large", "master"):
            await self.private.delete(private_name(name, size))

    async def _keep(self, name: str, picture: Developed) -> Kept:
        await self.private.put(private_name(name, "master"), picture.master)
        await self.private.put(private_name(name, "large"), picture.large)
        await self.private.put(private_name(name, "small"), picture.small)
        digest = hashlib.sha256(picture.master).hexdigest()
        return Kept(name, digest, picture.width, picture.height)


def private_name(name: str, size: Size) -> str:
    """Where a size lies in the private store."""
    return f"{name}/{size}.jpg"


def public_name(name: str, size: Literal["large", "small"]) -> str:
    """Where a size lies in the public store, and below /media/."""
    return f"{name}-{size}.jpg"
