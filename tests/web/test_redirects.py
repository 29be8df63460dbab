"""Where one may be sent after signing in (B39)."""

import pytest

from licorne.web.redirects import local_path

HOSTILE = [
    "//evil.com", "///evil.com", "/\\evil.com", "\\\\evil.com", "\t//evil.com", "/\t/evil.com", "/%09/evil.com", "https:evil.com",
    "https://evil.com", "http://good@evil", "good.com.evil.com", "javascript:alert(1)", "/%2Fevil.com", "/%5Cevil.com",
    "/%255Cevil.com", "/x//evil.com", "/%2F[", "/\x00evil", "/\x7f", "/é", " /inbox", "", None, "/a\nb",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE)
def test_a_foreign_target_is_replaced(target: str | None) -> None:
    assert local_path(target, "/inbox") == "/inbox"


@pytest.mark.parametrize("target", ["/", "/invoices", "/invoices?state=late&q=a%20b", "/contacts/01890a5d-ac96-774b-bcce-b302099a8057"])
def test_a_path_of_ours_is_kept(target: str) -> None:
    assert local_path(target, "/inbox") == target
