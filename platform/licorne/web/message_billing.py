"""Why a document cannot be issued; codes of `licorne.billing`. Those of EN 16931 (BR-…) share one sentence."""

from licorne.web.marker import N_

TEXTS: dict[str, str] = {
    "amount_negative": N_("An amount is negative where it cannot be."),
    "amount_too_large": N_("An amount has more than %(digits)s digits."),
    "adjustment_without_base": N_("There is nothing that the discount or charge could be taken of."),
    "base_quantity_not_positive": N_("The quantity that a price stands for must be more than zero."),
    "cash_rounding_out_of_range": N_("The rounding of the sum to pay is out of range."),
    "category_unknown": N_("There is no VAT category “%(category)s”."),
    "counter_not_positive": N_("A document’s counter must be more than zero."),
    "discount_above_line": N_("A discount is larger than its line."),
    "exemption_unknown": N_("There is no reason for exemption “%(code)s”."),
    "issued_before_last": N_("The document would be dated before the last one of its series (%(last)s)."),
    "model_decimals": N_("“%(found)s” has not the decimals of its currency."),
    "model_number": N_("“%(found)s” is not a number."),
    "model_shape": N_("The document has not the shape that is frozen."),
    "negative_zero": N_("“%(found)s” is a zero with a sign."),
    "number_malformed": N_("This is not a number."),
    "number_too_large": N_("A number has more than %(digits)s whole digits."),
    "number_too_precise": N_("A number has more than %(places)s decimals."),
    "pattern_needs_month": N_("A series that begins anew each month needs the month in its numbers."),
    "pattern_needs_year": N_("A series that begins anew each year needs the year in its numbers."),
    "pattern_needs_one_counter": N_("The pattern of numbers needs exactly one counter."),
    "percent_out_of_range": N_("A percentage lies beyond %(most)s."),
    "preceding_after_issue": N_("The corrected invoice is dated after its credit note."),
    "terms_beyond_law": N_("The law allows at most %(most)s days to pay."),
    "terms_out_of_range": N_("There are at most %(most)s days to pay."),
}
