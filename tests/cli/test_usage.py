"""Mistakes: one clear line on standard error and exit code 2; nothing on standard output."""

import importlib
import json
import subprocess
import sys

import pytest

from licorne import cli
from licorne.cli_options import Parser
from licorne.faults import POINTS
from tests.cli.conftest import Command
from tests.servers.instance import ROOT, environment


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name a command"),
        (["bogus"], "bogus"),
        (["token"], "VERB"),
        (["token", "create"], "--organisation"),
        (["up", "--port", "99999"], "99999"),
        (["web", "--port", "x"], "'x'"),
        (["doctor", "--bogus"], "--bogus"),
        (["doctor", "--data", "/proc/none"], "cannot make the folder"),
        (["worker"], "LICORNE_REDIS_URL"),
        (["form", "import", "--organisation", "o", "--slug", "s", "/nowhere.json"], "cannot read /nowhere.json"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(licorne: Command, arguments: list[str], says: str) -> None:
    done = licorne(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("licorne")
    assert says in line


def test_a_typo_in_a_setting_is_named(licorne: Command) -> None:
    done = licorne("doctor", LICORNE_REDIS_ULR="redis://127.0.0.1")
    assert done.returncode == 2
    assert "did you mean LICORNE_REDIS_URL?" in done.stderr


def test_a_database_that_does_not_answer_is_one_line(licorne: Command) -> None:
    done = licorne("doctor", LICORNE_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "does not answer" in done.stderr


def test_a_database_without_schema_is_sent_to_migrate(licorne: Command, tmp_path: object) -> None:
    elsewhere = f"sqlite:///{tmp_path}/new.db"
    assert "run `licorne migrate`" in licorne("doctor", LICORNE_DATABASE_URL=elsewhere).stderr
    assert licorne("migrate", LICORNE_DATABASE_URL=elsewhere).returncode == 0
    assert licorne("doctor", LICORNE_DATABASE_URL=elsewhere).returncode == 0


def test_help_and_version_import_nothing_heavy() -> None:
    code = "import sys; from licorne.cli import main\ntry: main(['--help'])\nfinally: assert 'flask' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert all(command in done.stdout for command in cli.COMMANDS)


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_the_data_folder_may_be_named_before_and_after_every_command(command: str) -> None:
    importlib.import_module(cli.COMMANDS[command][0]).configure(command, parser := Parser(command))
    assert "--data" in parser.format_help()
    assert cli._chosen(["--data", "up", command]) == command
    assert cli._chosen([command, "--data", "up"]) == command


def test_faults_lists_the_whole_registry(licorne: Command) -> None:
    lines = licorne("faults").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(POINTS)
    assert all(description in line for line, description in zip(lines, POINTS.values(), strict=True))


def test_doctor_speaks_json(seeded: Command) -> None:
    done = seeded("doctor", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"ok": True, "findings": []}
