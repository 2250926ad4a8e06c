"""Why a backup was not made, or not put back."""

from deliberation.session.phrases import Phrase


class BackupError(Exception):
    """It cannot be done like this; `sentence` says what to do instead. Nothing was changed."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence


class Damaged(BackupError):
    """The file is not what was once written."""
