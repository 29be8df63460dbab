"""What can be wrong with the flow of a rule, and why one of its steps cannot be done."""

from licorne.web.marker import N_

TEXTS: dict[str, str] = {
    "not_a_day": N_("“%(value)s” is not a day, so nothing can be reckoned from it."),
    "not_a_duration": N_("“%(value)s” is not a length of time."),
    "calendar_ends": N_("The day lies beyond the end of the calendar."),
    "hours_without_length": N_("The opening hours end when they begin, so nothing would ever happen."),
    "member_not_of_kind": N_("A step of the kind “%(kind)s” has no “%(name)s”."),
    "one_is_asked": N_("Name at least one person to ask."),
    "timeout_without_time": N_("Steps for the end of the waiting time need a waiting time."),
    "timeout_without_event": N_("Only who waits for an event can wait too long."),
    "wait_for_one_thing": N_("Wait for exactly one of: %(allowed)s."),
    "too_many_intents": N_("This would do more than %(limit)s things at once."),
    "too_many_steps": N_("A rule has at most %(limit)s steps."),
    "limit_debounce": N_("A newer event took the place of this one."),
    "approval_is_over": N_("This was decided already, or its time is over."),
    "no_such_button": N_("No rule that is on has the button “%(button)s”."),
    "failed_on_purpose": N_("The rule itself says that this has failed."),
    "nobody_to_ask": N_("Nobody who could be asked works here any more."),
    "nobody_to_assign": N_("Nobody who could be given this works here any more."),
    "contact_missing": N_("The contact is not there any more."),
    "task_missing": N_("The task is not there any more."),
    "note_without_text": N_("The note has no text."),
    "address_not_allowed": N_("The address may not be called: it leads into a network that is not public."),
    "receiver_away": N_("The receiver cannot be reached; it is tried again."),
    "receiver_busy": N_("The receiver is busy; it is tried again."),
    "receiver_refuses": N_("The receiver refuses the message."),
    "webhook_too_large": N_("The message is too large to be sent."),
}
