"""The fixed scales in which billing keeps exact numbers as integers.

A price of 6.84 is 6_840_000, a quantity of 4.5 is 45_000, a rate of 20 % is 200_000 (percent points, not a fraction).
Amounts of money have no scale here: they are minor units of their currency (`currency.exponent`).
"""

PRICE_PLACES, QUANTITY_PLACES, RATE_PLACES = 6, 4, 4

PRICE = 10**PRICE_PLACES
QUANTITY = 10**QUANTITY_PLACES
RATE = 10**RATE_PLACES

#: 100 %: what a rate is divided by to become a share.
WHOLE = 100 * RATE

#: Amounts stay below this many minor units: 15 digits, as accounting systems and JavaScript's integers can hold.
AMOUNT_LIMIT = 10**15

#: Whole digits of an entered number. With six decimals a price still fits a signed 64-bit column.
WHOLE_DIGITS = 12
