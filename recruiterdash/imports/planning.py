"""The plan of one heap: each person and application is recognised or made, each fact compared."""

from array import array
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruiterdash.imports import meeting
from recruiterdash.imports.comparing import Compared, compare_application, compare_person, handed_on, said_now
from recruiterdash.imports.gathering import Case, Gathered, Raw
from recruiterdash.imports.ground import Ground
from recruiterdash.imports.implied import implied, words_for
from recruiterdash.imports.mapping import Format
from recruiterdash.imports.meeting import Known, Person
from recruiterdash.imports.models import ImportRun, ImportState
from recruiterdash.imports.plan import (
    RECRUITER,
    Heap,
    KnownApplication,
    KnownPerson,
    Line,
    NewApplication,
    PlannedRequisition,
    Report,
)
from recruiterdash.imports.planning_requisitions import out_of_reach, refused_requisition, stage_for, told
from recruiterdash.imports.said import HappenedSaid, PersonSaid
from recruiterdash.messages import MessageType
from recruiterdash.messages.ats import beside
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.permissions import Viewer

#: Stands for a person of the file who is nobody yet.
NOBODY = -(1 << 62)


class Planner:
    """Plans heap after heap; remembers which numbers the people of the file have been given."""

    def __init__(
        self,
        session: Session,
        gathered: Gathered,
        format_: Format,
        ground: Ground,
        requisitions: list[PlannedRequisition],
        report: Report,
        *,
        viewer: Viewer | None,
        now: datetime,
    ) -> None:
        self.session = session
        self.gathered = gathered
        self.format = format_
        self.ground = ground
        self.requisitions = requisitions
        self.report = report
        #: Who imports; None is the installation itself, which reaches everybody.
        self.viewer = viewer
        self.now = now
        #: Person of the file -> id as a negative number minus one, or their number among the new.
        self.people = array("q", [NOBODY]) * gathered.people
        #: Person of the file -> zone and internal flag of the one there is: clocks stand on these. Few differ.
        self.facts: dict[int, tuple[str, bool]] = {}
        self.same: dict[tuple[str, bool], tuple[str, bool]] = {}
        self.new_people = 0
        #: Letters that the ATS is said to send: type -> the number of its word, known before rows are computed.
        self.sends: dict[MessageType, int] = {}
        for type_, word in words_for(beside(session).rules.sends).items():
            self.sends[type_] = gathered.words.add(word)
        #: When this source was heard last.
        self.heard_at = session.scalar(
            select(func.max(ImportRun.finished_at)).where(
                ImportRun.state == ImportState.DONE, ImportRun.format == format_.name
            )
        )
        #: The first import of a house has nobody to meet.
        self.empty_house = not meeting.anybody(session)

    def plan(self, cases: list[Case]) -> Heap:
        """Return what becomes of a heap of applications."""
        heap = Heap()
        allowed = list(self._allowed(cases))
        for case in allowed if self.sends else ():
            self._imply(case)
        if self.empty_house:
            for case in allowed:
                self._make(case, heap)
            return heap
        there = meeting.applications_by_source(
            self.session, self.format.system, (case.said.ref for case in allowed if case.said.ref)
        )
        allowed = self._within_reach(allowed, there)
        known_people = self._recognise(allowed, there)
        together = meeting.applications_of(self.session, (person.id for person in known_people.values()))
        self._compare_people(known_people, {case.person: case for case in allowed}, heap)
        met: list[tuple[Case, Known]] = []
        for case in allowed:
            standing = self._standing(case, there, together)
            if standing is None:
                self._make(case, heap)
            else:
                met.append((case, standing))
        self._compare_applications(met, heap)
        return heap

    def plan_people(self, cases: list[Case]) -> Heap:
        """Return what becomes of a heap of people without an application."""
        heap = Heap()
        met = self._within_reach(cases, {})
        if not self.empty_house:
            self._compare_people(self._recognise(met, {}), {case.person: case for case in met}, heap)
        for case in met:
            if self.people[case.person] == NOBODY:
                heap.lone.append(case.said.person)
                self.report.created["people"] += 1
                called = case.said.person.name or case.said.person.email
                heap.lines.append(Line("create", "person", called, case.line, "without an application"))
        return heap

    def _imply(self, case: Case) -> None:
        """Add the letters that the ATS must have sent, as far as it is said to send them."""
        more: list[Raw] = [
            (micros, self.sends[type_], None)
            for micros, type_ in implied(case.raw, self.gathered.words, self.sends)
        ]
        if more:
            case.raw = sorted([*case.raw, *more], key=itemgetter(0))

    # --- who it is ---------------------------------------------------------------------------------

    def _allowed(self, cases: list[Case]) -> Iterable[Case]:
        for case in cases:
            requisition = self.requisitions[case.requisition]
            if requisition.closed_to_viewer:
                self.gathered.refuse(refused_requisition(requisition, case.line))
            else:
                yield case

    def _within_reach(self, cases: list[Case], there: dict[str, Known]) -> list[Case]:
        """Leave out what concerns people and applications that the importer may not see, and say so."""
        if self.viewer is None:
            return cases
        known = {case.said.ref: there[case.said.ref].id for case in cases if case.said.ref in there}
        people = meeting.people_by_source(
            self.session, self.format.system, (c.said.person.id for c in cases if c.said.person.id)
        )
        ids = {person.id for person in people.values()}
        seen = meeting.applications_in_sight(self.session, self.viewer, known.values())
        met = meeting.people_in_sight(self.session, self.viewer, ids)
        reached: list[Case] = []
        for case in cases:
            person = people.get(case.said.person.id)
            hidden = (case.said.ref in known and known[case.said.ref] not in seen) or (
                person is not None and person.id not in met
            )
            if hidden:
                self.gathered.refuse(out_of_reach(case.line))
            else:
                reached.append(case)
        return reached

    def _recognise(self, cases: list[Case], there: dict[str, Known]) -> dict[int, Person]:
        """Give every person of a heap a number or an id; return person of the file -> who they are here."""
        fresh = {case.person: case for case in cases if self.people[case.person] == NOBODY}
        by_source = meeting.people_by_source(
            self.session, self.format.system, (c.said.person.id for c in fresh.values() if c.said.person.id)
        )
        mailboxes = {number: meeting.mailbox_of(case) for number, case in fresh.items()}
        by_mailbox = meeting.people_by_mailbox(self.session, (each for each in mailboxes.values() if each))
        if self.viewer is not None:
            everybody = {other.id for others in by_mailbox.values() for other in others}
            in_sight = meeting.people_in_sight(self.session, self.viewer, everybody)
            by_mailbox = {box: [o for o in others if o.id in in_sight] for box, others in by_mailbox.items()}
        # without an id of the source, any application still says who it is when the name has changed
        applicants = {
            case.person: there[case.said.ref].candidate_id
            for case in cases
            if case.person in fresh and not case.said.person.id and case.said.ref in there
        }
        by_id = meeting.people_by_id(self.session, applicants.values())
        found: dict[int, Person] = {}
        for number, case in fresh.items():
            said = case.said.person
            same_mailbox = by_mailbox.get(mailboxes[number] or "", [])
            person = (
                by_source.get(said.id)
                or by_id.get(applicants.get(number, 0))
                or meeting.same_person(said, self.format.system, same_mailbox)
            )
            if person is not None:
                found[number] = person
                self.people[number] = -person.id - 1
            else:
                self._warn_of_mailbox(case, same_mailbox)
        return found

    def _warn_of_mailbox(self, case: Case, others: list[Person]) -> None:
        for other in others:
            said = case.said.person
            words = f"{said.name} (line {case.line}) has the mailbox of {other.name}, who is here: two people"
            self.gathered.warn("mailbox", f"{said.email} {other.id} {case.person}", words, case.line)

    def _standing(
        self, case: Case, there: dict[str, Known], together: dict[tuple[int, int], Known]
    ) -> Known | None:
        """Return the application here that a case means."""
        person, requisition = self.people[case.person], self.requisitions[case.requisition]
        standing = there.get(case.said.ref)
        if standing is None and NOBODY < person < 0 and requisition.id is not None:
            return together.get((-person - 1, requisition.id))
        if standing is not None and standing.requisition_id != requisition.id:
            words = f"Application {case.said.ref} is for another requisition here: kept there"
            self.gathered.warn("moved", case.said.ref, words, case.line)
        return standing

    # --- what is made ------------------------------------------------------------------------------

    def _make(self, case: Case, heap: Heap) -> None:
        number = self.people[case.person]
        new_person: PersonSaid | None = None
        if number == NOBODY:
            number = self.people[case.person] = self.new_people
            self.new_people += 1
            new_person = case.said.person
            self.report.created["people"] += 1
        elif case.person in self.facts:
            zone, internal = self.facts[case.person]
            case.said = case.said._replace(person=case.said.person._replace(zone=zone, internal=internal))
        self.report.created["applications"] += 1
        self.report.created["events"] += len(case.raw)
        self.report.skipped["events"] += case.repeated
        name, type_ = self._stage(case)
        stage = stage_for(self.requisitions[case.requisition], name, type_)
        heap.new.append(NewApplication(case, number, new_person, stage, type_))
        title = self.requisitions[case.requisition].said.title
        also = "" if new_person is None else ", a new person"
        detail = f"for {title}{also}, {len(case.raw)} events"
        heap.lines.append(Line("create", "application", _called(case), case.line, detail))

    def _stage(self, case: Case) -> tuple[str, StageType]:
        """Return name and type of the stage a new application stands in."""
        if case.said.stage:
            return case.said.stage, self.ground.stage_type(case.said.stage)
        for _, which, _ in reversed(case.raw):
            words = self.gathered.words[which]
            if words.type == "stage_change":
                return "", StageType(words.data["stage"])
        return "", StageType.APPLICATION

    # --- what changes ------------------------------------------------------------------------------

    def _compare_people(self, known: dict[int, Person], latest: dict[int, Case], heap: Heap) -> None:
        for number, person in known.items():
            case = latest[number]
            values, changes = compare_person(case.said.person, person, self.format, now=self.now)
            facts = values.get("zone", person.zone), values.get("internal", person.internal)
            self.facts[number] = self.same.setdefault(facts, facts)
            if values:
                heap.people.append(KnownPerson(person.id, case.said.person, case.line, changes, values))
            if changes:
                self.report.updated["people"] += 1
                heap.lines.append(Line("update", "person", person.name, case.line, told(changes)))
            else:
                self.report.skipped["people"] += 1

    def _compare_applications(self, met: list[tuple[Case, Known]], heap: Heap) -> None:
        system, words = self.format.system, self.gathered.words
        now_said = {case.number: said_now(case.said, case.raw, words) for case, _ in met}
        moved = [
            (case, standing)
            for case, standing in met
            if (standing.source_said or {}).get(system) != now_said[case.number]
        ]
        happened = meeting.told(self.session, (standing.id for _, standing in moved))
        still = {case.number for case, _ in met} - {case.number for case, _ in moved}
        for case, standing in met:
            if case.number in still:
                self._skip(case, heap)
                continue
            said, told_here = case.happenings(words), happened.get(standing.id, [])
            stays = self._stays(case, standing)
            compared = compare_application(
                case,
                said,
                standing,
                told_here,
                self.format,
                self.ground,
                stays=stays,
                now=self.now,
                heard_at=self.heard_at,
            )
            self._note(case, said, standing, compared, heap)
            self._place(case, standing, compared.values)
            source_said = {**(standing.source_said or {}), system: now_said[case.number]}
            heap.known.append(
                KnownApplication(
                    case,
                    standing.id,
                    compared.happenings,
                    compared.changes,
                    compared.values,
                    source_said,
                    compared.disagreed,
                )
            )

    def _stays(self, case: Case, standing: Known) -> bool:
        """Say that a user remains responsible for an application though the file names somebody who is none."""
        requisition, name = self.requisitions[case.requisition], case.said.requisition.recruiter
        if requisition.kept.get(RECRUITER) == name:
            return True  # said of the requisition already
        before = (standing.source_said or {}).get(self.format.system, {})
        if standing.owner_id is None or not self.ground.keeps(standing.owner_id, name):
            return False
        if not handed_on(case, standing, before):
            return False
        stays = f"{self.ground.names[standing.owner_id]} stays responsible for applications to"
        words = f"{name} is no user here: {stays} {requisition.reference} {requisition.said.title}"
        self.gathered.warn("colleague", f"{name} {standing.owner_id} {requisition.reference}", words, 0)
        return True

    def _place(self, case: Case, standing: Known, values: dict[str, Any]) -> None:
        """Name the stage an application moves to; that of another requisition is none of its own."""
        requisition = self.requisitions[case.requisition]
        if "stage" in values:
            own = standing.requisition_id == requisition.id
            values["stage"] = stage_for(requisition, values["stage"], values["stage_type"]) if own else ""

    def _note(
        self, case: Case, said: list[HappenedSaid], standing: Known, compared: Compared, heap: Heap
    ) -> None:
        for each in compared.disagreed:
            words = f"{_called(case)}: {each.words}; nothing is overwritten, settle it under Imports"
            self.gathered.warn("conflict", f"application {standing.id} {each.about}", words, case.line)
        fresh = len(compared.happenings)
        if compared.changes or fresh:
            self.report.updated["applications"] += 1
            self.report.created["events"] += fresh
            keys = {each.key for each in said}
            taken = sum(each.key in keys for each in compared.happenings)
            self.report.skipped["events"] += len(case.raw) + case.repeated - taken
            more = f"{fresh} new events" if fresh else ""
            detail = "; ".join(part for part in (told(compared.changes), more) if part)
            heap.lines.append(Line("update", "application", _called(case), case.line, detail))
        else:
            self._skip(case, heap)

    def _skip(self, case: Case, heap: Heap) -> None:
        self.report.skipped["applications"] += 1
        self.report.skipped["events"] += len(case.raw) + case.repeated
        heap.lines.append(Line("skip", "application", _called(case), case.line, "nothing new"))


def _called(case: Case) -> str:
    person = case.said.person
    return " ".join(part for part in (case.said.ref, person.name or person.email) if part)
