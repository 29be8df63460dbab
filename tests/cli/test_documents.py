"""Forms and rules as files."""

import json
from pathlib import Path

from tests.cli.conftest import Command

DEMO = ("--organisation", "atelier-licorne")


def test_a_form_goes_out_and_comes_in_unchanged(seeded: Command, tmp_path: Path) -> None:
    exported = seeded("form", "export", *DEMO, "--slug", "project-request").stdout
    assert json.loads(exported)["schema"] == 1
    file = tmp_path / "form.json"
    file.write_text(exported)
    again = seeded("form", "import", *DEMO, "--slug", "project-request", str(file))
    assert (again.returncode, again.stdout) == (0, "")
    assert "unchanged" in again.stderr
    copied = seeded("form", "import", *DEMO, "--slug", "second", str(file))
    assert "published form second, version 1" in copied.stderr
    assert seeded("form", "export", *DEMO, "--slug", "second").stdout == exported


def test_a_rule_is_read_from_standard_input(seeded: Command) -> None:
    document = seeded("rule", "export", *DEMO, "--slug", "project-to-invoice").stdout
    changed = document.replace('"due_days": 30', '"due_days": 14')
    done = seeded("rule", "import", *DEMO, "--slug", "project-to-invoice", "-", given=changed)
    assert "version 2" in done.stderr
    assert seeded("rule", "export", *DEMO, "--slug", "project-to-invoice").stdout == changed


def test_a_bad_document_or_an_unknown_name_is_refused_with_exit_code_1(seeded: Command) -> None:
    for given, says in (
        ("[" * 100_000, "json_too_deep"),
        ('{"a":1,"a":2}', "json_duplicate_key"),
        ("{}", "setting_missing"),
    ):
        done = seeded("form", "import", *DEMO, "--slug", "bad", "-", given=given)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
        assert says in done.stderr
    assert seeded("form", "export", *DEMO, "--slug", "bad").returncode == 1
    assert "there is no" in seeded("rule", "export", "--organisation", "nobody", "--slug", "x").stderr
