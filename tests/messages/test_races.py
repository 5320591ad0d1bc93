"""Several hands on the same letters: each letter has one fate, and the mail server sees it at most once."""

import random
from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

from recruiterdash.candidates.models import Disposition
from recruiterdash.errors import Conflict
from recruiterdash.messages import MessageType
from recruiterdash.messages.models import MessageState
from tests.faults.smtp_server import FaultServer
from tests.messages.world import World


def together(*acts: Callable[[], object]) -> None:
    """Do all of it at the same time; what one raises is raised."""
    gate, raised = Barrier(len(acts)), list[BaseException]()

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except BaseException as fault:  # noqa: BLE001 - raised again where it is seen
            raised.append(fault)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for fault in raised:
        raise fault


def test_workers_and_people_who_change_their_mind(world: World) -> None:
    letters = {
        number: world.message(number).message_id
        for number in (world.queue(world.person()) for _ in range(30))
    }
    with FaultServer() as server:
        workers = [world.worker(smtp_url=server.url) for _ in range(3)]

        def change_of_mind() -> None:
            for number in random.sample(sorted(letters), 10):
                try:
                    world.cancel(number)
                except Conflict:
                    continue

        together(change_of_mind, *(lambda worker=worker: drain(worker.send_one) for worker in workers))
        drain(workers[0].send_one)
        for worker in workers:
            worker.stop()
        taken = Counter(took.message_id for took in server.accepted)
    for number, message_id in letters.items():
        way = world.way(number)
        assert way[-1] in {"sent", "cancelled"}
        assert not {"sent", "cancelled"} <= set(way)
        assert taken[message_id] == (way[-1] == "sent")


def test_one_form_sent_by_two_tabs_at_once(world: World) -> None:
    someone = world.person()
    letter = world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
    numbers: list[int] = []
    together(*[lambda: numbers.append(world.queue(someone, letter))] * 4)
    assert len(set(numbers)) == 1
    assert world.standing(someone).letters_on_way == 1


def test_two_forms_with_one_outcome_at_once(world: World) -> None:
    someone = world.person()
    forms = [
        world.letter(someone, MessageType.REJECTION_APPLICATION, reason=Disposition.NOT_SELECTED)
        for _ in range(3)
    ]
    refused: list[str] = []

    def send(number: int) -> None:
        try:
            world.queue(someone, forms[number])
        except Conflict as conflict:
            refused.append(str(conflict))

    together(*[lambda number=number: send(number) for number in range(3)])
    assert len(refused) == 2
    assert world.standing(someone).letters_on_way == 1


def test_undo_and_claim_at_the_same_moment(world: World) -> None:
    for _ in range(10):
        number = world.queue(world.person())
        with FaultServer() as server:
            worker = world.worker(smtp_url=server.url)
            undone: list[bool] = []

            def undo(number: int = number, undone: list[bool] = undone) -> None:
                try:
                    world.cancel(number)
                except Conflict:
                    undone.append(False)
                else:
                    undone.append(True)

            together(undo, worker.send_one)
            worker.stop()
            state = MessageState.CANCELLED if undone == [True] else MessageState.SENT
            assert world.state(number) is state
            assert len(server.accepted) == (not undone[0])


def drain(send_one: Callable[[], bool]) -> None:
    while send_one():
        pass
