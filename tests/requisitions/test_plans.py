"""A plan has stages of different names, and never loses people."""

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.requisitions.models import StageType
from recruiterdash.requisitions.plans import (
    DEFAULT_PLAN,
    MOST_STAGES,
    PlannedStage,
    ensure_nobody_lost,
    ensure_sensible,
    retyped,
)

S = StageType


def stage(name: str, type_: StageType = S.INTERVIEW, id_: int | None = None) -> PlannedStage:
    return PlannedStage(id_, name, type_)


def test_the_default_plan_goes_from_the_application_to_the_offer() -> None:
    ensure_sensible(DEFAULT_PLAN)
    assert [(each.name, each.type) for each in DEFAULT_PLAN] == [
        ("Application review", S.APPLICATION),
        ("Phone screen", S.SCREEN),
        ("Interview", S.INTERVIEW),
        ("Final round", S.FINAL),
        ("Offer", S.OFFER),
    ]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        pytest.param([], "at least one", id="no stage"),
        pytest.param(
            [stage("Interview"), stage("interview")], "Two stages", id="one name twice, whatever the case"
        ),
        pytest.param(
            [stage(str(n)) for n in range(MOST_STAGES + 1)], "at most", id="more than anybody walks"
        ),
    ],
)
def test_a_plan_that_cannot_stand_is_refused(plan: list[PlannedStage], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        ensure_sensible(plan)


@pytest.mark.parametrize(
    ("kept", "in_use", "fine"),
    [
        pytest.param([1, 2, None], {1}, True, id="everybody's stage is kept"),
        pytest.param([], set(), True, id="nobody stands anywhere"),
        pytest.param([2], {1, 2}, False, id="somebody's stage is gone"),
    ],
)
def test_a_stage_with_people_is_never_dropped(kept: list[int | None], in_use: set[int], fine: bool) -> None:
    if fine:
        ensure_nobody_lost(kept, in_use)
    else:
        with pytest.raises(BadInput, match="move them first"):
            ensure_nobody_lost(kept, in_use)


def test_only_stages_that_became_another_type_are_named() -> None:
    before = [stage("A", S.UNMAPPED, 1), stage("B", S.SCREEN, 2)]
    after = [stage("A", S.FINAL, 1), stage("C", S.SCREEN, 2), stage("D")]
    assert retyped(before, after) == {1: S.FINAL}
