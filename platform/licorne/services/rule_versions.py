"""Compiled rule versions, kept per process: a published version never changes, so it is compiled once."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from licorne.models.event import Run
from licorne.models.guard import GuardedSession
from licorne.models.rule import RuleVersion
from rules.expression.json_types import Json
from rules.plan import CompiledRule, compile_rule

_compiled: dict[str, CompiledRule] = {}
_rules: dict[str, str] = {}
#: Versions kept at most; an old one is simply compiled again.
_MOST = 50_000
#: Ids in one statement: SQLite takes no more than 32,766 values.
_BATCH = 5_000


def compiled(session: GuardedSession, organisation_id: str, version_id: str) -> CompiledRule:
    """A version ready for planning. Raises KeyError where the organisation has no such version."""
    return compiled_all(session, organisation_id, [version_id])[version_id]


def compiled_all(
    session: GuardedSession, organisation_id: str, version_ids: Iterable[str]
) -> Mapping[str, CompiledRule]:
    """The same for several, by id; only those that this process does not know are read and compiled."""
    wanted = list(version_ids)
    missing = [one for one in wanted if one not in _compiled]
    found: dict[str, CompiledRule] = {}
    for begin in range(0, len(missing), _BATCH):
        rows = session.execute(
            select(RuleVersion.id, RuleVersion.document).where(
                RuleVersion.organisation_id == organisation_id, RuleVersion.id.in_(missing[begin : begin + _BATCH])
            )
        )
        found |= {version_id: _keep(version_id, document) for version_id, document in rows}
    return {one: found[one] if one in found else _compiled[one] for one in wanted}


def rule_of(session: GuardedSession, organisation_id: str, version_id: str) -> str:
    """The id of the rule that a version belongs to."""
    if version_id not in _rules:
        statement = select(RuleVersion.rule_id).where(
            RuleVersion.organisation_id == organisation_id, RuleVersion.id == version_id
        )
        _rules[version_id] = session.scalars(statement).one()
    return _rules[version_id]


def rule_of_run(session: GuardedSession, organisation_id: str, run_id: str) -> str:
    """The id of the rule that a run follows."""
    statement = select(Run.rule_version_id).where(Run.organisation_id == organisation_id, Run.id == run_id)
    return rule_of(session, organisation_id, session.scalars(statement).one())


def _keep(version_id: str, document: Json) -> CompiledRule:
    if len(_compiled) >= _MOST:
        _compiled.clear()
        _rules.clear()
    _compiled[version_id] = compile_rule(version_id, document)
    return _compiled[version_id]
