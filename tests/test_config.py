"""Settings: defaults, normalisation, and one clear line for whatever cannot be used."""

import re
from pathlib import Path

import pytest

from licorne import config
from licorne.config import ConfigError, Settings


def test_without_settings_everything_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings.from_environment({}, data=tmp_path, port=8123)
    assert settings.database_url == f"sqlite:///{tmp_path}/licorne.db"
    assert settings.secret_key_file == tmp_path / "secret.key"
    assert settings.mail_folder == tmp_path / "mail"
    assert settings.base_url == "http://127.0.0.1:8123"
    assert (settings.redis_url, settings.smtp_url, settings.testing) == (None, None, False)
    assert settings.egress_allow == frozenset()


def test_the_data_argument_wins_over_the_environment(tmp_path: Path) -> None:
    assert Settings.from_environment({"LICORNE_DATA": "/elsewhere"}, data=tmp_path).data == tmp_path
    assert Settings.from_environment({"LICORNE_DATA": str(tmp_path)}).data == tmp_path


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_uses_psycopg_3(scheme: str) -> None:
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": f"{scheme}://u:p@db/licorne"})
    assert settings.database_url == "postgresql+psycopg://u:p@db/licorne"
    assert not settings.is_sqlite


def test_a_relative_sqlite_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environment({"LICORNE_DATABASE_URL": "sqlite:///books.db"})
    assert settings.database_url == f"sqlite:///{tmp_path}/books.db"


def test_a_typo_in_a_name_is_an_error_that_names_the_right_one() -> None:
    with pytest.raises(ConfigError, match=r"LICORNE_DATABSE_URL is not a setting.*did you mean LICORNE_DATABASE_URL"):
        Settings.from_environment({"LICORNE_DATABSE_URL": "sqlite:///x"})


def test_names_of_others_are_left_alone() -> None:
    Settings.from_environment({"HOME": "/root", "LICORN": "x", "XLICORNE_DATA": "x"})


@pytest.mark.parametrize("name", ["LICORNE_TEST_CLOCK", "LICORNE_FAULT"])
@pytest.mark.parametrize("testing", [{}, {"LICORNE_TESTING": "0"}, {"LICORNE_TESTING": ""}])
def test_test_settings_are_refused_in_production(name: str, testing: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="needs LICORNE_TESTING=1"):
        Settings.from_environment({name: "x:kill9", **testing})


def test_test_settings_are_read_under_testing(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"LICORNE_TESTING": "1", "LICORNE_TEST_CLOCK": str(tmp_path / "now"), "LICORNE_FAULT": "after_claim:kill9:2"}
    )
    assert settings.test_clock == tmp_path / "now"
    assert settings.fault == "after_claim:kill9:2"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LICORNE_DATABASE_URL", "mysql://u:hidden@h/d"),
        ("LICORNE_REDIS_URL", "http://:hidden@h"),
        ("LICORNE_REDIS_URL", "redis://:hidden@h:notaport"),
        ("LICORNE_SMTP_URL", "smtp://"),
        ("LICORNE_SMTP_URL", "mail.example:25"),
        ("LICORNE_BASE_URL", "ftp://h"),
        ("LICORNE_BASE_URL", "https://h/?q=1"),
        ("LICORNE_EGRESS_ALLOW", "10.0.0.1"),
        ("LICORNE_EGRESS_ALLOW", "*.example:443"),
        ("LICORNE_EGRESS_ALLOW", "h:0"),
        ("LICORNE_EGRESS_ALLOW", "h:70000"),
        ("LICORNE_WORKERS", "two"),
        ("LICORNE_WORKERS", "-1"),
        ("LICORNE_WORKERS", "65"),
        ("LICORNE_WEB_PROCESSES", "0"),
        ("LICORNE_TESTING", "yes"),
    ],
)
def test_an_unusable_value_is_one_line_that_names_the_setting_and_keeps_passwords(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Settings.from_environment({name: value})
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("value", ["claim", "claim:explode", "claim:kill9:0", "claim:kill9:x"])
def test_a_fault_that_could_never_strike_is_refused(value: str) -> None:
    with pytest.raises(ConfigError, match="LICORNE_FAULT"):
        Settings.from_environment({"LICORNE_TESTING": "1", "LICORNE_FAULT": value})


def test_egress_is_a_list_of_exact_hosts_and_ports() -> None:
    settings = Settings.from_environment({"LICORNE_EGRESS_ALLOW": "ERP.local:8069, 10.0.0.7:443 [::1]:80"})
    assert settings.egress_allow == {("erp.local", 8069), ("10.0.0.7", 443), ("[::1]", 80)}


def test_a_child_process_reads_the_same_settings_back(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "LICORNE_TESTING": "1",
            "LICORNE_TEST_CLOCK": str(tmp_path / "now"),
            "LICORNE_FAULT": "a:raise",
            "LICORNE_REDIS_URL": "unix:///run/redis.sock",
            "LICORNE_SMTP_URL": "smtp://u:p@localhost:2525",
            "LICORNE_BASE_URL": "https://books.example/licorne/",
            "LICORNE_EGRESS_ALLOW": "a:1,b:2",
            "LICORNE_TRUSTED_PROXIES": "2",
        },
        data=tmp_path,
    )
    assert settings.is_https
    assert Settings.from_environment(settings.to_environment()) == settings


def test_every_setting_is_described() -> None:
    described = set(re.findall(r"`(LICORNE_\w+)`", config.__doc__ or ""))
    assert described == config.KNOWN


def test_every_setting_can_be_handed_to_a_child() -> None:
    everything = {
        "LICORNE_TESTING": "1",
        "LICORNE_TEST_CLOCK": "/x",
        "LICORNE_FAULT": "a:stop",
        "LICORNE_REDIS_URL": "redis://h",
        "LICORNE_SMTP_URL": "smtp://h",
        "LICORNE_EGRESS_ALLOW": "h:1",
        "LICORNE_TRUSTED_PROXIES": "1",
    }
    assert set(Settings.from_environment(everything).to_environment()) == config.KNOWN
