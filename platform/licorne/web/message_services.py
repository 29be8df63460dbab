"""What services and actions refuse, and why effects are parked."""

from licorne.web.marker import N_

TEXTS = {
    "page_already_sent": N_(
        "This page was sent already, with other answers. Send once more if you want to send these too."
    ),
    "too_busy": N_("Too many answers came at the same moment. Please send once more."),
    "invoice_is_issued": N_("Invoice %(number)s is issued and never changes. Correct it by a credit note."),
    "paid_in_future": N_("The day of payment lies in the future."),
    "paid_before_issue": N_("The day of payment lies long before the invoice."),
    "bad_date": N_("%(value)s is not a day of the calendar."),
    "task_without_title": N_("The task has no title."),
    "invoice_without_lines": N_("Every line of the invoice has quantity zero, so there is nothing to invoice."),
    "unknown_product": N_("The catalogue has no product called “%(product)s”."),
    "invoice_missing": N_("The invoice that this is about does not exist."),
    "nobody_to_remind": N_("Nobody looks after this contact, so there is nobody to remind."),
    "bad_tag": N_("A tag has one to %(most)s characters."),
    "event_missing": N_("The event that this answers does not exist."),
    "no_contact": N_("It is not said which contact this is about."),
    "date_before_series": N_("The clock is behind the last invoice of this series. It is tried again later."),
    "cannot_bind": N_("The rule’s settings cannot be filled in with what is known."),
    "cannot_ask": N_(
        "The line broke and the other side cannot be asked. Look there, then mark it as done or try again."
    ),
    "bad_slug": N_("An address may hold small letters without accents, digits and hyphens, 80 at most."),
    "slug_taken": N_("The address “%(slug)s” is taken by another organisation."),
    "field_type_not_served": N_("Public pages cannot ask for a field of the type %(type)s yet."),
    "wrong_password": N_("The current password is not right."),
    "wrong_account_password": N_("%(email)s has an account already: write its password to join with it."),
    "bad_email": N_("Write one e-mail address, like name@example.org."),
    "unknown_role": N_("There is no role called “%(role)s”."),
    "already_member": N_("%(email)s is in the team already."),
    "account_exists": N_(
        "%(email)s has an account already. Sign in with it, or ask to be invited under another address."
    ),
    "last_owner": N_("Somebody must stay owner. Make another person owner first."),
    "password_too_short": N_("A password needs at least %(least)s characters."),
    "password_too_common": N_("This password is among the first that anybody would try. Choose another one."),
    "nobody_to_tell": N_("The person has left, and there is no owner to tell."),
    "password_too_long": N_("A password has at most %(most)s characters."),
    "effect_not_parked": N_("Somebody has dealt with this meanwhile."),
    "no_recipient": N_("There is no address to send this to."),
    "bad_address": N_("This is no address that a mail can be sent to."),
    "bad_attachment": N_("The attachment has a name that a mail cannot carry."),
    "bad_message_id": N_("The mail has no usable Message-ID."),
    "no_answer": N_("The line broke before the mail server had answered."),
    "no_connection": N_("The mail server cannot be reached."),
    "smtp_535": N_("The mail server refuses our login."),
    "smtp_550": N_("The mailbox does not exist, or takes no mail from us."),
    "smtp_552": N_("The mailbox is full, or the mail is too large for it."),
    "timeout": N_("The PDF took too long to draw."),
    "died": N_("The process that draws PDFs ended. It is tried again."),
    "missing_glyph": N_("Our fonts lack a character of the document."),
    "bad_logo": N_("The logo cannot be drawn."),
    "bad_theme": N_("The theme of the document cannot be drawn."),
    "bad_document": N_("The document cannot be drawn."),
    "not_clean": N_("The document was drawn with complaints, so it was thrown away."),
    "crashed": N_("Drawing the document failed."),
    "internal_error": N_("Something went wrong on our side."),
    "lease_deaths": N_("The process died each time this was tried."),
}
