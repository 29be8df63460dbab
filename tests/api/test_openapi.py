"""The description and what is served are the same thing."""

import re

from jsonschema import Draft202012Validator

from licorne.api.routes import ROUTES
from tests.api.client import DESCRIPTION, ApiClient


def test_every_api_route_is_described_and_every_described_route_is_served(small: ApiClient) -> None:
    served = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in small.app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(method.upper(), path) for path, methods in DESCRIPTION["paths"].items() for method in methods}
    assert served == described
    assert len(served) == len(ROUTES) > 25


def test_every_schema_is_valid_used_and_every_reference_leads_somewhere() -> None:
    schemas = DESCRIPTION["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    references = set(re.findall(r"#/components/schemas/(\w+)", str(DESCRIPTION)))
    assert references == set(schemas)


def test_every_operation_has_a_name_of_its_own_and_says_what_it_needs() -> None:
    operations = [operation for methods in DESCRIPTION["paths"].values() for operation in methods.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert [operation["operationId"] for operation in operations if operation.get("security") == []] == ["describe"]
    for path, methods in DESCRIPTION["paths"].items():
        for operation in methods.values():
            named = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))


def test_the_served_description_is_the_one_that_tests_check_answers_against(small: ApiClient) -> None:
    served = small.get("/openapi.json")
    assert served["paths"] == DESCRIPTION["paths"]
    assert served["components"] == DESCRIPTION["components"]
