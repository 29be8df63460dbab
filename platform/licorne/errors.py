"""What a service may raise. The name says what the caller has to do, not where it went wrong."""

from rules.expression.problem import Problem


class LicorneError(Exception):
    """Base of all that Licorne raises on purpose."""


class Refused(LicorneError):
    """The input cannot be accepted; nothing was changed. `web` shows the problems (HTTP 422)."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{problem.place}: {problem.code}" for problem in problems))
        self.problems = problems


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


def refuse(code: str, place: str = "", **parameters: str) -> Refused:
    """A `Refused` with one problem."""
    return Refused(Problem(code, place, parameters))
