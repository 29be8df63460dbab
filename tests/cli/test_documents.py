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
        assert (done.returncode, done.stdout) == (1, "")
        assert all(line.startswith(f"licorne: {says} at ") for line in done.stderr.splitlines())
    assert seeded("form", "export", *DEMO, "--slug", "bad").returncode == 1
    assert "there is no" in seeded("rule", "export", "--organisation", "nobody", "--slug", "x").stderr


def test_wrong_settings_are_told_line_by_line_in_the_language_of_the_terminal(seeded: Command) -> None:
    document = json.loads(seeded("rule", "export", *DEMO, "--slug", "project-to-invoice").stdout)
    document["steps"][1]["settings"] = {"subjekt": "Hello"}
    document["trigger"]["settings"]["from"] = "here"
    importing = ("rule", "import", *DEMO, "--slug", "bad", "-")
    for language, missing in (
        ("en_GB.UTF-8", "The setting “to” is missing."),
        ("fr_FR.UTF-8", "Le réglage « to » manque."),
    ):
        done = seeded(*importing, given=json.dumps(document), LC_ALL=language)
        lines = done.stderr.splitlines()
        assert (done.returncode, len(lines)) == (1, 3), lines
        assert lines[0].startswith("licorne: setting_unknown at /trigger/settings/from: ")
        assert (
            lines[1].replace("\u00a0", " ").replace("\u202f", " ")
            == f"licorne: setting_missing at /steps/1/settings: {missing}"
        )
        assert "setting_unknown at /steps/1/settings/subjekt" in lines[2]
    assert seeded("rule", "export", *DEMO, "--slug", "bad").returncode == 1, "nothing was published"
