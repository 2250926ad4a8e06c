"""`deliberation backup` and `restore`: what they say while they work, and afterwards."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Final

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from deliberation.backup.archive import Tell
from deliberation.backup.errors import BackupError, Damaged
from deliberation.backup.restoring import restore
from deliberation.backup.saving import save
from deliberation.clock import utc_now
from deliberation.console.terminal import ERRORS, FINDING, OUT, WRONG_USE, _, stop
from deliberation.session.phrases import phrase
from web.settings import Settings

PATIENCE_SECONDS: Final = 1
"""What takes longer shows how far it is."""


def back_up(settings: Settings, out: Path) -> None:
    """Write a backup and say what is in it; ends the program when it cannot be made."""
    with _trouble(out), _progress(_("正在备份 …")) as tell:
        saved = save(out, data=settings.data, database=settings.database, at=utc_now(), tell=tell)
        with out.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = f"{saved.size / 1e6:.1f}"
    OUT.print(
        _(
            "备份好了：{file}，{size} MB，数据库和 {count} 个文件。",
            file=str(out),
            size=size,
            count=saved.files,
        ),
        markup=False,
    )
    OUT.print(f"SHA-256 {digest}")
    if saved.has_key:
        OUT.print(_("里面有席位卡的钥匙和个人资料：只给需要的人，放在安全的地方。"))
    else:
        OUT.print(
            _("里面有个人资料，要放在安全的地方。钥匙不在里面：SECRET_KEY 请另外保管好，恢复时要设成同一个。")
        )


def put_back(settings: Settings, file: Path, *, force: bool) -> bool:
    """Restore a backup and say how it went; whether every record holds."""
    with _trouble(file), _progress(_("正在恢复 …")) as tell:
        restored = restore(
            file, data=settings.data, database=settings.database, force=force, at=utc_now(), tell=tell
        )
    if restored.replaced is not None:
        OUT.print(_("原来的数据挪到了 {folder}，没有删除。", folder=str(restored.replaced)), markup=False)
    for session, seq in restored.broken.items():
        ERRORS.print(_("会议 {code} 的记录从第 {seq} 条起对不上。", code=session, seq=seq))
    if not restored.broken:
        OUT.print(_("恢复好了，{count} 场会议的记录逐条核对过，都对得上。", count=restored.sessions))
    return not restored.broken


@contextmanager
def _trouble(file: Path) -> Iterator[None]:
    try:
        yield
    except Damaged as error:
        stop(error.sentence, status=FINDING)
    except BackupError as error:
        stop(error.sentence, status=WRONG_USE)
    except OSError as error:
        stop(
            phrase(
                "{file} 写不了或读不了（{why}）。请检查磁盘和权限。", file=str(file), why=error.strerror or ""
            )
        )


@contextmanager
def _progress(what: str) -> Iterator[Tell]:
    """A bar for what takes longer than a second, where somebody sees it."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=ERRORS, transient=True, disable=not ERRORS.is_terminal)
    task = progress.add_task(what, total=None)
    began = monotonic()

    def tell(done: int, total: int) -> None:
        progress.update(task, completed=done, total=total)
        if monotonic() - began > PATIENCE_SECONDS:
            progress.start()

    try:
        yield tell
    finally:
        progress.stop()
