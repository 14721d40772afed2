"""A limit in processor seconds of this process, all threads together: by the wall, others at work on the machine would decide the result."""

from time import monotonic, process_time


class Clock:
    """Runs from its making. On a machine with nobody else, `seconds` of one thread are `seconds` by the wall."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self._cpu, self._wall = seconds, process_time(), monotonic()

    @property
    def used(self) -> float:
        return process_time() - self._cpu

    @property
    def left(self) -> float:
        return max(self.seconds - self.used, 0.0)

    def until(self, most: float, least: float = 0.05) -> float:
        """The `monotonic()` instant by which `most` processor seconds, or what is left, will about be used, at the pace so far."""
        pace = max((monotonic() - self._wall) / max(self.used, 1e-3), 1.0) if self.used > 0.1 else 1.0
        return monotonic() + max(min(most, self.left), least) * pace
