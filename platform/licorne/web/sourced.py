"""Where the values of a step come from: the answers and other facts that its settings name, with what these were."""

from collections.abc import Iterator
from dataclasses import dataclass

from licorne.models.event import Event
from licorne.web.rule_labels import language
from licorne.web.seen import value_words
from licorne.web.translate import _
from rules.expression.paths import ITEM, STEPS, Missing, Path, lookup
from rules.labels import Labels
from rules.plan import CompiledRule
from rules.sources import sources
from rules.step import Step, all_steps


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the settings (`lines/0/quantity`) and the value that was read for it."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Sourced:
    """A rule version with the event that it answered."""

    compiled: CompiledRule
    event: Event
    labels: Labels

    def of(self, step_id: str) -> list[Source]:
        """The sources of a step, in the order of its settings."""
        document = self.compiled.document
        steps = all_steps((*document.steps, *document.on_error))
        return [source for step in steps if step.id == step_id for source in self._of(step)]

    def _of(self, step: Step) -> Iterator[Source]:
        for place, path in sources(step.settings):
            yield Source(place, self._words(path))

    def _words(self, path: Path) -> str:
        if path[0] == STEPS:
            return _("what the step “%(step)s” made", step=path[1])
        name = self.labels.fact(".".join(path), language())
        if path[0] == ITEM or "*" in path:
            return _("%(name)s, row by row", name=name)
        found = lookup(self.event.facts, path)
        value = "" if isinstance(found, Missing) else value_words(found, ".".join(path), self.labels)
        return _("%(name)s: %(value)s", name=name, value=value or _("nothing"))
