"""How often one address may ask for a public page; counted in this process's memory, as such a page writes nothing."""

from ipaddress import IPv6Address, ip_address
from threading import Lock


class Throttle:
    """Counts questions by their source, minute by minute."""

    def __init__(self, limit: int, seconds: float, most: int = 50_000) -> None:
        """limit: questions in so many seconds. most: sources that are remembered at once."""
        self.limit, self.seconds, self.most = limit, seconds, most
        self._window = 0
        self._asked: dict[str, int] = {}
        self._lock = Lock()

    def allows(self, source: str, at: float) -> bool:
        """Count one question; say False when its source has asked enough. at: seconds since whenever."""
        window = int(at // self.seconds)
        with self._lock:
            if window != self._window or (len(self._asked) >= self.most and source not in self._asked):
                self._window, self._asked = window, {}
            asked = self._asked.get(source, 0)
            if asked >= self.limit:
                return False
            self._asked[source] = asked + 1
            return True


def source_of(address: str | None) -> str:
    """Return what counts as one source: an address, and of IPv6 the network that one subscriber has."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped) if found.ipv4_mapped else found.exploded[:19]
    return str(found)
