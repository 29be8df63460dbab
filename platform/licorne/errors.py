"""What a service may raise. The name says what the caller has to do, not where it went wrong.

`Refused` (from the pure engines): the input cannot be accepted and nothing was changed; `web` shows its problems (HTTP 422).
"""

from rules.expression.problem import Problem, Refused, refuse


class LicorneError(Exception):
    """Base of all that Licorne raises on purpose."""


class NotFound(LicorneError):
    """No such thing in this organisation (HTTP 404); says nothing about others."""


class Conflict(LicorneError):
    """The thing is no longer in the state that the caller saw (HTTP 409)."""

    def __init__(self, code: str, **parameters: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, "", parameters)


class Transient(LicorneError):
    """Try the effect again later; the outside world was not changed."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


class Permanent(Transient):
    """Trying again cannot help: park the effect for a person."""


class Doubtful(Transient):
    """The answer was lost: the outside world may or may not have changed."""


__all__ = ["Conflict", "Doubtful", "LicorneError", "NotFound", "Permanent", "Refused", "Transient", "refuse"]
