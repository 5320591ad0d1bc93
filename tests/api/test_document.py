"""The OpenAPI document is sound, public, complete, and the program does what it says."""

import json
from typing import Any

import hypothesis
import pytest
import schemathesis
from jsonschema_rs import Draft202012Validator, validator_for
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31

from tests.api.conftest import House

HELD = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def document(house: House) -> dict[str, Any]:
    answer = house.ask(None, "openapi.json")
    assert answer.status_code == 200
    found = answer.get_json()
    assert isinstance(found, dict)
    return found


def test_it_is_a_valid_document_of_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert [str(error) for error in validator_for(OPENAPI_31).iter_errors(document)] == []
    for schema in document["components"]["schemas"].values():
        Draft202012Validator(schema | {"components": document["components"]})


def test_every_reference_in_it_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for part in json.dumps(document).split('"#/components/schemas/')[1:]:
        assert part.split('"')[0] in schemas


def test_it_names_every_endpoint_and_no_other(house: House, document: dict[str, Any]) -> None:
    rules = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in house.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert set(document["paths"]) == rules - {"/api/v1/openapi.json"}


def test_it_says_which_refusals_are_possible(document: dict[str, Any]) -> None:
    one = document["paths"]["/api/v1/applications/{application_id}/clocks"]["get"]
    assert set(one["responses"]) == {"200", "401", "403", "404", "422"}
    assert list(one["responses"]["404"]["content"]) == ["application/problem+json"]
    assert {each["name"]: each["required"] for each in one["parameters"]} == {
        "application_id": True,
        "as_of": False,
    }


@pytest.mark.parametrize("who", ["recruiter", "viewer"])
def test_the_program_does_what_the_document_says(house: House, who: str) -> None:
    """A short fuzz: every operation, good and bad requests, no answer but the declared ones."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", house.app)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            # nearly all of a viewer's answers are one and the same no
            most = 8 if who == "recruiter" else 3
            _tried(found.ok().as_strategy(generation_mode=mode), dict(house.headers[who]), most)


def _tried(cases: Any, headers: dict[str, str], most: int) -> None:
    @hypothesis.settings(
        max_examples=most, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.given(case=cases)
    def run(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=list(HELD))

    run()
