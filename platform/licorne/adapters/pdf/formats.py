"""Numbers, dates and addresses as paper shows them, for one language and currency. Text in, text out; never a float."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

NARROW, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212"
#: Invisible, as wide as a digit and as a comma in our faces (fonts_build.make_padding_spaces).
FIGURE, POINT = "\u2064", "\u2063"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


def places(text: str) -> int:
    """How many decimals a number has when trailing zeros are dropped."""
    exponent = Decimal(text).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def most_places(texts: Iterable[str]) -> int:
    """The most decimals that any of the numbers has."""
    return max(map(places, texts), default=0)


def keep_together(text: str) -> str:
    """Each item of an "a · b" line in one piece."""
    return " · ".join(part.replace(" ", NO_BREAK) for part in text.split(" · "))


def iban(text: str) -> str:
    """In groups of four (ISO 13616, print form)."""
    return NO_BREAK.join(text[start : start + 4] for start in range(0, len(text), 4))


@dataclass(frozen=True)
class Formats:
    """The formats of a language and a currency."""

    lang: str
    currency: str
    months: Sequence[str]

    def number(self, value: Decimal, decimals: int) -> str:
        """1 234,50 with a narrow no-break space in French, 1,234.50 else."""
        text = f"{abs(value):,.{decimals}f}"
        if self.lang == "fr":
            text = text.replace(",", NARROW).replace(".", ",")
        return (MINUS if value < 0 and text.strip("0,.") else "") + text

    def money(self, text: str) -> str:
        """With two decimals, without the currency."""
        return self.number(Decimal(text), 2)

    def amount(self, text: str) -> str:
        """With the currency: 10,00 € or −€10.00."""
        number, symbol = self.money(text), SYMBOLS.get(self.currency, self.currency)
        if self.lang == "fr":
            return number + NO_BREAK + symbol
        sign = MINUS if number.startswith(MINUS) else ""
        return sign + symbol + (NO_BREAK if len(symbol) > 1 else "") + number.removeprefix(MINUS)

    def aligned(self, text: str, least: int, most: int) -> str:
        """At least `least` decimals, then blanks as wide as the missing ones up to `most`: commas stand in line."""
        decimals = max(least, places(text))
        gap = "" if decimals or not most else POINT
        return self.number(Decimal(text), decimals) + gap + FIGURE * (most - decimals)

    def percent(self, text: str) -> str:
        """20 % in French, 20% else. Nothing gives a blank that is drawn: an empty cell has other tags than a full one."""
        if not text:
            return FIGURE
        return self.number(Decimal(text), places(text)) + (NARROW + "%" if self.lang == "fr" else "%")

    def date(self, text: str) -> str:
        """1er mars 2026, 1 March 2026."""
        year, month, day = text.split("-")
        first = "1er" if self.lang == "fr" and int(day) == 1 else str(int(day))
        return f"{first}{NO_BREAK}{self.months[int(month) - 1]}{NO_BREAK}{year}"

    def filters(self) -> Mapping[str, Callable[..., str]]:
        """By the names that the templates use."""
        return {
            "money": self.money,
            "amount": self.amount,
            "aligned": self.aligned,
            "percent": self.percent,
            "date": self.date,
            "iban": iban,
            "nbsp": keep_together,
        }
