"""What can go wrong when a message is handed over: it surely did not arrive, or nobody knows."""


class NotSent(OSError):
    """The other side did not take the message; sending it again makes no duplicate. `reason` carries nothing personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unsure(OSError):
    """The message was handed over and no clear answer came back: it may have arrived, so sending again may make a duplicate."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
