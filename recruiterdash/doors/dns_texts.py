"""TXT records of the sending domain, looked up with little patience."""

from collections.abc import Callable

import dns.exception
import dns.resolver

#: Seconds for one name, whatever number of servers is asked.
PATIENCE = 3.0
#: Name -> its TXT records; None when nobody answers.
Lookup = Callable[[str], "list[str] | None"]


def texts(name: str) -> list[str] | None:
    """Return a name's TXT records, each as one text; none for a name that is not there, None for no answer."""
    try:
        found = dns.resolver.Resolver().resolve(name, "TXT", lifetime=PATIENCE, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError):  # no network, no resolver, no answer in time
        return None
    return [b"".join(record.strings).decode("utf-8", "replace") for record in found]


def nearest(lookup: Lookup, domain: str) -> list[str] | None:
    """Return the DMARC records of a domain, or of the nearest above it that has any."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        found = lookup("_dmarc." + ".".join(labels[start:]))
        if found is None or found:
            return found
    return []
