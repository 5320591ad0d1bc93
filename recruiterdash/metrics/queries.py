"""What a figure looks at: the spans of those whom the viewer may see, as they stood at one moment."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, select, true
from sqlalchemy.orm import Session

from recruiterdash import bulk, waiting
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.candidates.visibility import walled_ids
from recruiterdash.metrics import durations, memory, rollups
from recruiterdash.metrics.asked import Asked
from recruiterdash.metrics.columns import Columns, packed, without
from recruiterdash.metrics.durations import OpenHours
from recruiterdash.metrics.models import SpanRow
from recruiterdash.metrics.views import Place, View, seen
from recruiterdash.requisitions.models import Requisition
from recruiterdash.requisitions.queries import visible_ids
from recruiterdash.team.models import Office, Role
from recruiterdash.team.permissions import Permission, Viewer
from recruiterdash.waiting.workdays import Calendar

#: More than this are not read from their events while somebody waits; it says so instead.
MOST_AT_ONCE = 10_000
#: The same for a page: a tenth of a second or two, not seconds.
MOST_FOR_A_PAGE = 1_000
#: The figure of feedback to colleagues: who may not see feedback sees no single person in it.
OF_FEEDBACK = "internal_feedback"


class Ground:
    """All that one question is answered from; each part is read once, when it is first needed."""

    def __init__(
        self,
        session: Session,
        viewer: Viewer | None,
        asked: Asked,
        *,
        now: datetime,
        staff: str = "team",
        with_rows: bool = True,
        brief: bool = False,
        at_once: int = MOST_AT_ONCE,
    ) -> None:
        """Look at what a viewer may see; None is the installation itself.

        staff: what is shown of colleagues. with_rows: whether single cases are wanted, or their numbers alone.
        brief: whether single cases of very many people may be left out.
        at_once: how many applications are read from their events, where the kept spans do not know them yet.
        """
        self.session, self.viewer, self.staff = session, viewer, staff
        self.now, self.with_rows, self.brief, self.at_once = now, with_rows, brief, at_once
        self.asked = asked
        if not self.of_people:
            self.asked = asked.for_aggregates(now)
        self.at = self.asked.as_of or now
        #: Whether it is the period before one that is asked for.
        self.is_past = False

    # --- whose ------------------------------------------------------------------------------------

    @property
    def of_people(self) -> bool:
        """Whether single people may be shown: to who may see people at all, and feedback where it is about that."""
        if self.viewer is None:
            return True
        return self.viewer.may(Permission.SEE_PEOPLE) and (
            not self._of_feedback or self.viewer.may(Permission.FEEDBACK)
        )

    @property
    def _of_feedback(self) -> bool:
        return self.asked.figure == OF_FEEDBACK

    @property
    def _own_feedback_alone(self) -> bool:
        """Whether somebody sees the feedback of the requisitions they decide about, and no other."""
        viewer = self.viewer
        return viewer is not None and self._of_feedback and self.of_people and Role.HR not in viewer.roles

    @property
    def by_person(self) -> bool:
        """Whether figures of single colleagues may be shown."""
        return self.staff == "person" and self.of_people

    def requisitions_in_sight(self) -> ColumnElement[bool]:
        """Return the condition on `Requisition` that keeps what is looked at."""
        asked = self.asked
        conditions: list[ColumnElement[bool]] = [true()]
        if self.viewer is not None and self.of_people and not self.viewer.sees_everybody:
            conditions.append(Requisition.id.in_(visible_ids(self.viewer)))
        if self.viewer is not None and self._own_feedback_alone:
            conditions.append(Requisition.hiring_manager_id == self.viewer.user_id)
        if asked.requisition_id is not None:
            conditions.append(Requisition.id == asked.requisition_id if self.of_people else false())
        if asked.office_id is not None:
            conditions.append(Requisition.office_id == asked.office_id)
        if asked.manager_id is not None:
            conditions.append(
                Requisition.hiring_manager_id == asked.manager_id if self.by_person else false()
            )
        return and_(*conditions)

    def in_sight(self) -> ColumnElement[bool]:
        """Return the condition on `Application` that keeps what is looked at."""
        return self.keeps(Application.requisition_id, Application.id)

    def keeps(
        self, requisition_id: SQLColumnExpression[int], application_id: SQLColumnExpression[int]
    ) -> ColumnElement[bool]:
        """Return the condition that keeps what is looked at, on rows that carry both ids.

        The wall stands for everybody, whatever else they see.
        """
        asked, conditions = self.asked, list[ColumnElement[bool]]()
        if not self._every_requisition:
            seen_ = select(Requisition.id).where(self.requisitions_in_sight())
            conditions.append(requisition_id.in_(seen_))
        if self.viewer is not None:
            conditions.append(application_id.not_in(walled_ids(self.viewer)))
        if asked.owner_id is not None:
            theirs = select(Application.id).where(Application.owner_id == asked.owner_id)
            conditions.append(application_id.in_(theirs) if self.by_person else false())
        return and_(true(), *conditions)

    @property
    def _every_requisition(self) -> bool:
        asked = self.asked
        everybody = self.viewer is None or self.viewer.sees_everybody or not self.of_people
        everybody = everybody and not self._own_feedback_alone
        return everybody and (asked.requisition_id, asked.office_id, asked.manager_id) == (None, None, None)

    # --- where ------------------------------------------------------------------------------------

    @cached_property
    def places(self) -> dict[int, Place]:
        """Requisitions that are looked at, by id."""
        columns = (Requisition.office_id, Requisition.title, Requisition.reference, Requisition.evergreen)
        rows = self.session.execute(select(Requisition.id, *columns).where(self.requisitions_in_sight()))
        return {row[0]: Place(*row[1:]) for row in rows}

    @cached_property
    def calendars(self) -> dict[int, Calendar]:
        """Each office's calendar in force at the moment asked about."""
        offices = set(self.session.scalars(select(Office.id)))
        found = waiting.calendars_in_force(self.session, offices)
        return {
            office: next(
                (each.calendar for each in reversed(versions) if each.valid_from <= self.at),
                versions[0].calendar,
            )
            for office, versions in found.items()
        }

    def calendar_of(self, requisition_id: int) -> Calendar:
        place = self.places.get(requisition_id)
        return self.calendars[place.office_id] if place else next(iter(self.calendars.values()))

    def names(self, application_ids: Iterable[int]) -> dict[int, str]:
        """Return what people are called, of those whom the viewer may see."""
        ids, found = sorted(set(application_ids)), {}
        for start in range(0, len(ids), 900):
            rows = self.session.execute(
                select(Application.id, Candidate.first_name, Candidate.last_name)
                .join(Candidate, Candidate.id == Application.candidate_id)
                .where(Application.id.in_(ids[start : start + 900]), self.in_sight())
            )
            found.update({row[0]: f"{row[1]} {row[2]}".strip() or "(no name)" for row in rows})
        return found if self.of_people else {}

    # --- what -------------------------------------------------------------------------------------

    @cached_property
    def source(self) -> rollups.Source:
        """What the spans come from: kept ones, and the histories of who moved since."""
        return rollups.source(self.session, self.in_sight(), until=self.asked.as_of, most=self.at_once)

    def views(
        self,
        *kinds: str,
        since: datetime | None = None,
        before: datetime | None = None,
        by: str = "started_at",
        going_at: datetime | None = None,
        at: datetime | None = None,
        of: frozenset[int] | None = None,
    ) -> list[View]:
        """Return spans of some kinds as they stood at the moment asked about, or at an earlier one.

        since, before: bounds of their start, their due or their end, as `by` says. going_at: only those that
        were not over before this moment. of: only of these applications.
        """
        bounds = rollups.Bounds(kinds, by, since, before, going_at, of)
        keeps = self.keeps(SpanRow.requisition_id, SpanRow.application_id)
        places, moment = self.places, at or self.at
        found = (
            seen(application_id, requisition_id, span, moment)
            for application_id, requisition_id, span in self.source.spans(self.session, keeps, bounds)
            if requisition_id in places
        )
        return [view for view in found if view is not None]

    def earlier(self) -> "Ground":
        """Return what the same question of the period before is answered from, as that stood then."""
        other = copy(self)
        # what is read once for both
        for name in ("source", "places", "calendars"):
            other.__dict__[name] = getattr(self, name)
        other.__dict__.pop("_hours", None)
        other.asked, other.at, other.is_past = self.asked.before(), self.at - self.asked.length, True
        return other

    @property
    def counts(self) -> bool:
        """Whether columns can tell it: they speak of now."""
        return self.asked.as_of is None and not self.is_past

    def columns(self, kind: str) -> list[Columns]:
        """Return all spans of one kind that are looked at: the kept ones, and of who moved since as they are now.

        Each application is in one of the two, and in both in the same order for all kinds.
        """
        whole = self.whole(kind)
        if whole is not None:
            return [without(*whole) if whole[1] else whole[0], *self.columns_live(kind)]
        found = memory.kept(self.session, kind)
        if not self._every_requisition:
            found = found.only(np.isin(found["requisition"], np.array(list(self.places), "i8")))
        if self.asked.owner_id is not None:
            theirs = select(Application.id).where(Application.owner_id == self.asked.owner_id)
            ids = list(self.session.scalars(theirs)) if self.by_person else []
            found = found.only(np.isin(found["application"], np.array(ids, "i8")))
        if gone := self._walled | self.source.moved:
            found = without(found, gone)
        return [found, *self.columns_live(kind)]

    def columns_live(self, kind: str) -> list[Columns]:
        """Return the spans of one kind of who moved since, as they are now; nothing where nobody did."""
        return [packed(kind, self.source.live)] if self.source.live else []

    def whole(self, kind: str) -> tuple[Columns, frozenset[int]] | None:
        """Return the kept spans of one kind and whose of them do not count; None where only some are looked at."""
        if not self._every_requisition or self.asked.owner_id is not None:
            return None
        return memory.kept(self.session, kind), self._walled | self.source.moved

    def kept_spans(self, kind: str) -> list[ColumnElement[bool]]:
        """Return the conditions on `SpanRow` for what is kept and looked at: without who moved since."""
        conditions = [SpanRow.kind == kind, self.keeps(SpanRow.requisition_id, SpanRow.application_id)]
        if moved := self.source.moved:
            conditions.append(SpanRow.application_id.not_in(bulk.listed(self.session, moved)))
        return conditions

    @cached_property
    def _walled(self) -> frozenset[int]:
        """Applications that the viewer may not see, whatever else they see."""
        return (
            frozenset() if self.viewer is None else frozenset(self.session.scalars(walled_ids(self.viewer)))
        )

    # --- how long ---------------------------------------------------------------------------------

    def lengths(
        self,
        stretches: Sequence[tuple[int, datetime, datetime]],
        time: str | None = None,
    ) -> list[float]:
        """Return how many days lie in stretches, each of a requisition's office; business or calendar days."""
        if (time or self.asked.time) == "calendar":
            return durations.calendar_days([each[1] for each in stretches], [each[2] for each in stretches])
        by_office: dict[int, list[int]] = defaultdict(list)
        for place, (requisition_id, _, _) in enumerate(stretches):
            by_office[self.places[requisition_id].office_id].append(place)
        days = [0.0] * len(stretches)
        for office, some in by_office.items():
            starts, ends = [stretches[n][1] for n in some], [stretches[n][2] for n in some]
            taken = durations.business_days(self.calendars[office], starts, ends)
            for place, length in zip(some, taken, strict=True):
                days[place] = length
        return days

    @property
    def hours_key(self) -> Hashable:
        """What the hours of all requisitions rest on."""
        return self._hours[2]

    @cached_property
    def _hours(self) -> tuple[NDArray[np.uint8], list[OpenHours], Hashable]:
        """Which hours hold for each requisition, those hours, and what both rest on."""
        kinds = list(dict.fromkeys(self.calendars.values()))
        of_office = {office: kinds.index(calendar) for office, calendar in self.calendars.items()}
        rows = self.session.execute(select(Requisition.id, Requisition.office_id)).all()
        of = np.zeros(max((row.id for row in rows), default=0) + 1, "u1")
        of[[row.id for row in rows]] = [of_office[row.office_id] for row in rows]
        first = min(self.asked.start, self.at)  # no wait that is measured began before
        hours = [durations.open_hours(calendar, first, self.at) for calendar in kinds]
        return of, hours, (of.tobytes(), tuple(kinds), first.year, self.at.year)

    def hours_of(self, columns: Columns) -> NDArray[np.uint8]:
        """Return which of the houses' hours hold for each span."""
        of, _, key = self._hours
        return columns.derived("hours", key, lambda facts: of[facts["requisition"]])

    def at_hours(self, moment: Callable[[OpenHours], float]) -> NDArray[np.float64]:
        """Return a number of each of the houses' hours."""
        return np.array([moment(hours) for hours in self._hours[1]])

    def place_of(self, columns: Columns, fact: str, time: str) -> NDArray[np.float64]:
        """Return how many seconds of waiting lie before a moment of each span: of open hours, or of any."""
        if time == "calendar":
            return columns[fact] / 1e6
        of, _, key = self._hours

        def made(facts: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
            return self.places_in(of[facts["requisition"]], facts[fact])

        return columns.derived(fact, key, made)

    def places_in(self, which: NDArray[np.uint8], moments: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how many open seconds lie before moments in microseconds. which: as `hours_of` says."""
        places = np.zeros(moments.size)
        for number, hours in enumerate(self._hours[1]):
            here = which == number
            places[here] = hours.place(moments[here] / 1e6)
        return places

    def day_hours(self) -> float:
        """Return the hours of a usual day: of the offices when they agree, else eight."""
        if self.asked.time == "calendar":
            return 24.0
        used = {self.places[each].office_id for each in self.places}
        hours = {durations.open_hours(self.calendars[office], self.at, self.at).day / 3600 for office in used}
        return hours.pop() if len(hours) == 1 else 8.0
