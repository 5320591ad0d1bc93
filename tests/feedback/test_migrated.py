"""A record that stood before everybody who wrote was kept: what is known of it is taken over."""

from tests.conftest import migrate
from tests.feedback.cast import act, record, released
from tests.web.nouns.house import House


def test_what_is_known_of_a_record_is_taken_over(house: House, database_url: str) -> None:
    application = released(house)
    assert act(house, "hr", application, "hold", held_why="They ask for a lawyer.") == 303
    migrate(database_url, "downgrade", "c41d7be80a52")
    migrate(database_url, "upgrade", "head")
    row = record(house, application)
    assert row is not None
    assert row.texts[-1].writers == [house.users["hiring_manager"]]
    assert row.texts[-1].giver_name == "hiring_manager"
    assert [(each.kind, each.text, each.user_id) for each in row.words] == [
        ("hold", "They ask for a lawyer.", house.users["hr"])
    ]
