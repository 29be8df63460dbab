"""The checks of `dev.py test` tell a pass from a check that did not happen."""

from development.checks import Result, judge


def test_an_audit_that_looked_everything_up_and_found_nothing_passes() -> None:
    assert judge([{"name": "flask", "version": "3.1.3", "vulns": []}]) == (Result.PASSED, "")


def test_a_known_weakness_fails_by_name() -> None:
    result, text = judge([{"name": "flask", "version": "3.0", "vulns": [{"id": "CVE-1"}]}])
    assert result is Result.FAILED
    assert "flask 3.0" in text
    assert "CVE-1" in text


def test_a_package_that_could_not_be_looked_up_is_not_a_pass() -> None:
    packages = [{"name": "flask", "vulns": []}, {"name": "rq", "skip_reason": "not found on PyPI"}]
    assert judge(packages) == (Result.NOT_CHECKED, "1 of 2 packages could not be audited")


def test_a_weakness_counts_even_where_others_could_not_be_looked_up() -> None:
    packages = [{"name": "a", "vulns": [{"id": "CVE-1"}]}, {"name": "b", "skip_reason": "not found"}]
    assert judge(packages)[0] is Result.FAILED


def test_an_empty_report_is_not_a_pass() -> None:
    assert judge([])[0] is Result.NOT_CHECKED
