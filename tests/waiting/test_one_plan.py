"""What PostgreSQL has to plan only once, whatever values it is asked for."""

from contextlib import closing

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, select, text

from recruiterdash.db import Database, Question
from tests.conftest import DatabaseMaker

SKEWED = Table("skewed", MetaData(), Column("id", Integer, primary_key=True), Column("name", String))
ASKED = select(SKEWED.c.id).where(SKEWED.c.name == bindparam("name", type_=String))


@pytest.mark.postgres
@pytest.mark.parametrize("general", [False, True])
def test_a_general_question_is_planned_once_where_each_value_looks_cheaper(
    fresh_database: DatabaseMaker, general: bool
) -> None:
    with closing(Database(fresh_database("postgresql"))) as database, database.reading() as session:
        SKEWED.create(session.connection())
        session.execute(
            text(
                "INSERT INTO skewed SELECT n, CASE n WHEN 1 THEN 'rare' ELSE 'common' END "
                "FROM generate_series(1, 20000) n"
            )
        )
        session.execute(text("CREATE INDEX ON skewed (name)"))
        session.execute(text("ANALYZE skewed"))
        question = Question(ASKED, general=general)

        answers = [question.ask(session, {"name": "rare"}) for _ in range(20)]

        assert answers == [[(1,)]] * 20
        ((in_general, anew),) = session.execute(
            text(
                "SELECT generic_plans, custom_plans FROM pg_prepared_statements "
                "WHERE statement LIKE '%skewed.name =%'"
            )
        )
        assert (in_general > 5) is general
        assert (anew <= 5) is general
