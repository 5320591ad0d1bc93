"""What the house's rule says about a colleague's present manager, and that nobody but they themself tells."""

from typing import get_args

import pytest

from recruiterdash.config import ManagerNotice, read
from recruiterdash.errors import BadSettings
from recruiterdash.feedback.manager_notice import notice_of
from tests.feedback.cast import released, version
from tests.web.nouns.house import House

POLICIES = get_args(ManagerNotice)


@pytest.mark.parametrize(
    ("policy", "interviewed", "offered", "come"),
    [
        ("before_apply", False, False, True),
        ("before_apply", True, True, True),
        ("at_interview", False, False, False),
        ("at_interview", True, False, True),
        ("at_interview", False, True, True),
        ("at_offer", True, False, False),
        ("at_offer", True, True, True),
        ("never", True, True, False),
    ],
)
def test_when_the_time_has_come(policy: ManagerNotice, interviewed: bool, offered: bool, come: bool) -> None:
    found = notice_of(policy, interviewed=interviewed, offered=offered)
    assert found.come is come
    assert ("ask them whether they have" in found.words) is come


@pytest.mark.parametrize("policy", POLICIES)
def test_no_rule_lets_anybody_else_tell(policy: ManagerNotice) -> None:
    for interviewed, offered in ((False, False), (True, False), (True, True)):
        words = notice_of(policy, interviewed=interviewed, offered=offered).words
        assert "hemself" in words or "is not told" in words
    assert "They agreed" in notice_of(policy, interviewed=True, offered=False, informed=True).words


def test_the_rule_is_a_setting_and_nonsense_is_refused() -> None:
    assert read({}).manager_notice_policy == "at_offer"
    named = {"RECRUITERDASH_MANAGER_NOTICE_POLICY": "before_apply"}
    assert read(named).manager_notice_policy == "before_apply"
    with pytest.raises(BadSettings, match="MANAGER_NOTICE_POLICY"):
        read({"RECRUITERDASH_MANAGER_NOTICE_POLICY": "at_once"})


def test_the_rule_stands_on_the_record_and_on_the_application(house: House) -> None:
    application = released(house)
    said = "once they have an offer. Until then nobody tells"
    assert said in house.get("hiring_manager", f"/feedback/{application}").text
    assert said in house.get("recruiter", f"/applications/{application}").text
    known = {"informed_on": "2026-11-20", "consent": "y", "version": version(house, application)}
    assert house.post("hr", f"/feedback/{application}/manager", **known).status_code == 303
    assert "They agreed that their manager knows." in house.get("hr", f"/feedback/{application}").text


def test_an_applicant_from_outside_has_no_manager_of_ours(house: House) -> None:
    application = house.application(house.requisition(), house.person("Ada"))
    assert "present manager" not in house.get("recruiter", f"/applications/{application}").text


def test_without_consent_no_manager_knows(house: House) -> None:
    application = released(house)
    known = {"informed_on": "2026-11-20", "version": version(house, application)}
    answer = house.post("hr", f"/feedback/{application}/manager", **known)
    assert answer.status_code == 422
    assert "with the employee&#39;s consent alone" in answer.text
