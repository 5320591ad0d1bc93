"""What a candidate's mail is taken for: rules in tables, one a language, each suggestion with its reason. Pure."""

from recruiterdash.messages.inbound.understanding.kinds import FOR_HR, KINDS, Kind
from recruiterdash.messages.inbound.understanding.reading import Reading, Stands, read

__all__ = ["FOR_HR", "KINDS", "Kind", "Reading", "Stands", "read"]
