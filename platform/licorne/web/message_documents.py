"""What can be wrong with the definition of a form; codes of `forms.codes`."""

from licorne.web.marker import N_

TEXTS = {
    "definition_too_large": N_("The document is larger than %(maximum)s bytes."),
    "definition_too_deep": N_("The document is nested more than %(maximum)s levels deep."),
    "definition_float": N_("Write %(value)s as a whole number, or as text between quotes."),
    "definition_character": N_("A text holds a character that cannot be used (%(character)s)."),
    "definition_line_break": N_("This text must stand on one line."),
    "setting_missing": N_("The setting “%(name)s” is missing."),
    "setting_unknown": N_("There is no setting called “%(name)s”."),
    "setting_type": N_("This setting must be of the type %(expected)s."),
    "setting_not_allowed": N_("This setting must be one of: %(allowed)s."),
    "setting_pattern": N_("This setting does not fit the pattern %(pattern)s."),
    "setting_too_short": N_("This setting needs at least %(minimum)s characters."),
    "setting_too_long": N_("This setting is longer than %(maximum)s characters."),
    "setting_too_many": N_("There are more than %(maximum)s entries."),
    "setting_too_few": N_("There must be at least %(minimum)s entries."),
    "setting_below_minimum": N_("This setting must be at least %(minimum)s."),
    "setting_above_maximum": N_("This setting must be at most %(maximum)s."),
    "setting_date": N_("%(value)s is not a day of the calendar."),
    "bounds_reversed": N_("The least (%(minimum)s) is more than the most (%(maximum)s)."),
    "form_too_wide": N_(
        "All questions with all their rows make %(count)s values; at most %(maximum)s can be sent at once. Allow fewer rows."
    ),
    "field_type_unknown": N_("There is no field type called “%(type)s”."),
    "duplicate_id": N_("Two fields are called “%(id)s”."),
    "reserved_id": N_("“%(id)s” is kept for Licorne itself; choose another name."),
    "duplicate_option": N_("Two options have the value “%(value)s”."),
    "text_missing": N_("The text is missing in the language “%(language)s”."),
    "language_unlisted": N_("The form does not have the language “%(language)s”."),
    "language_unknown": N_("We do not know the language “%(language)s”, so no page can be written in it."),
    "currency_unknown": N_("ISO 4217 has no such currency."),
    "country_unknown": N_("ISO 3166 has no country called %(country)s."),
    "contact_key_unmapped": N_("The contact’s key “%(key)s” is not filled by any field."),
    "contact_key_optional": N_("The field “%(field)s” fills the contact’s key “%(key)s”, so it must be required."),
    "contact_field_unknown": N_("There is no field called “%(field)s”."),
    "password_not_hashed": N_("Set the password in the builder: it is kept as a hash only, never as it is written."),
    "limit_without_field": N_("Places are limited for “%(field)s”, which is no choice of this form."),
    "limit_without_option": N_("Places are limited for “%(option)s”, which is no option of “%(field)s”."),
    "theme_contrast": N_("This colour has a contrast of %(ratio)s to 1; text needs %(minimum)s at least."),
    "contact_field_type": N_("The field “%(field)s” cannot fill this; it must be of the type %(allowed)s."),
}
