"""What can be wrong with a rule document; codes of `rules`."""

from licorne.web.marker import N_

TEXTS: dict[str, str] = {
    "not_a_step_id": N_("“%(step)s” cannot be the name of a step."),
    "step_id_twice": N_("Two steps are called “%(step)s”."),
    "unknown_trigger": N_("There is no trigger called “%(trigger)s”."),
    "unknown_action": N_("There is no action called “%(action)s”."),
    "unknown_step": N_("“%(name)s” names no step that is done before."),
    "unknown_fact": N_("There is no value called “%(name)s”."),
}
