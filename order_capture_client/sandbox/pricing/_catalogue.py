"""The world of the sandbox as tables: retail units, articles, services and coupons.

Amounts in the tables are in euros; `RetailUnit.price` turns one into the price tag of a retail unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency, and the way price tags look in it."""

    code: str
    level: Decimal
    """The price of a euro's worth of furniture."""
    step: Decimal = Decimal("0.01")
    """Price tags are multiples of this."""
    quantum: Decimal = Decimal("0.01")
    """The smallest amount that can be paid."""


@dataclass(frozen=True, slots=True)
class RetailUnit:
    """A country's shop: its money, taxes and a place to deliver to."""

    code: str
    currency: Currency
    tax_percent: Decimal
    """The country's tax or, if states differ, the rate of a state that `state_taxes` does not list."""
    tax_name: str
    time_zone: str
    zip_code: str
    city: str
    store: str
    """The number of a store, as in a selling unit code."""
    state: str | None = None
    """The state of `city`, if addresses need one."""
    state_taxes: dict[str, Decimal] | None = None
    """Percent by state, for the units that add the tax to the price tag."""
    tax_code_required: bool = False

    @property
    def tax_included(self) -> bool:
        """Whether a price tag includes the tax."""
        return self.state_taxes is None

    def price(self, euros: Decimal) -> Decimal:
        """Return the price tag for an amount of the tables."""
        step = self.currency.step
        return (euros * self.currency.level / step).to_integral_value(ROUND_FLOOR) * step

    def fee(self, euros: Decimal) -> Decimal:
        """Return the fee for an amount of the tables; unlike price tags, fees are not rounded to look good."""
        return (euros * self.currency.level).quantize(self.currency.quantum, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Article:
    """An article. Articles outside the table are ordinary ones with a price made from their number."""

    number: str
    name: str
    price: Decimal
    family_price: Decimal | None = None
    """The price for holders of a family card, if there is one."""
    parcel: bool = False
    """Whether it is small enough for a parcel."""
    by_meter: bool = False
    children: tuple[str, ...] = ()
    """The articles that a set (type SPR) is made of."""
    weee_fee: Decimal | None = None
    """A recycling fee, contained in the price."""
    stock: int | None = None
    """The number in stock; None is plenty."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service for goods, or the removal of old ones."""

    number: str
    price: Decimal
    provider: str = "IKEA"


@dataclass(frozen=True, slots=True)
class Coupon:
    """A discount code: a percentage of the goods, or an amount."""

    code: str
    text: str
    percent: Decimal | None = None
    euros: Decimal | None = None
    refused: str | None = None
    """A reason to refuse it to everybody: expired, redeemed or not active yet."""
    family_only: bool = False
    business_only: bool = False
    app_only: bool = False
    minimum: Decimal = Decimal(0)
    """The least goods total, in euros."""


def article(number: str) -> Article:
    """Return the article of a number; every number has one."""
    return ARTICLES.get(number) or Article(number, f"ARTICLE {number}", _invented(number, 5, 300), parcel=True)


def service(number: str) -> Service:
    """Return the service of a number; every number has one."""
    return SERVICES.get(number) or Service(number, _invented(number, 20, 80))


def _invented(number: str, least: int, most: int) -> Decimal:
    return least + crc32(number.encode()) % (most - least) + Decimal("0.99")


_EUR = Currency("EUR", Decimal(1))
_SEK = Currency("SEK", Decimal(11), step=Decimal(1))
_NOK = Currency("NOK", Decimal(11), step=Decimal(1))
_DKK = Currency("DKK", Decimal("7.5"), step=Decimal(1))
_PLN = Currency("PLN", Decimal("4.3"), step=Decimal("0.1"))
_CHF = Currency("CHF", Decimal("1.05"), step=Decimal("0.05"))
_GBP = Currency("GBP", Decimal("0.9"))
_JPY = Currency("JPY", Decimal(150), step=Decimal(10), quantum=Decimal(1))
_USD = Currency("USD", Decimal(1))
_CAD = Currency("CAD", Decimal("1.3"))
_AUD = Currency("AUD", Decimal("1.5"))

_US_STATES = {
    state: Decimal(percent)
    for state, percent in {
        "AZ": "5.6", "CA": "7.25", "CO": "2.9", "FL": "6", "GA": "4", "IL": "6.25", "MA": "6.25", "MD": "6",
        "MI": "6", "MN": "6.875", "NC": "4.75", "NJ": "6.625", "NY": "8.875", "OH": "5.75", "OR": "0",
        "PA": "6", "TX": "6.25", "UT": "4.85", "VA": "5.3", "WA": "6.5",
    }.items()
}  # fmt: skip
_CA_STATES = {
    state: Decimal(percent)
    for state, percent in {
        "AB": "5", "BC": "12", "MB": "12", "NB": "15", "NL": "15", "NS": "14", "ON": "13", "PE": "15",
        "QC": "14.975", "SK": "11",
    }.items()
}  # fmt: skip

RETAIL_UNITS = {
    unit.code: unit
    for unit in (
        RetailUnit("at", _EUR, Decimal(20), "VAT", "Europe/Vienna", "1150", "Wien", "090"),
        RetailUnit("au", _AUD, Decimal(10), "GST", "Australia/Perth", "6018", "Innaloo", "556", "WA"),
        RetailUnit("be", _EUR, Decimal(21), "VAT", "Europe/Brussels", "1000", "Brussel", "376"),
        RetailUnit("ca", _CAD, Decimal(5), "GST", "America/Toronto", "M8Z 5P1", "Toronto", "256", "ON", _CA_STATES),
        RetailUnit("ch", _CHF, Decimal("8.1"), "VAT", "Europe/Zurich", "8957", "Spreitenbach", "079"),
        RetailUnit("de", _EUR, Decimal(19), "VAT", "Europe/Berlin", "10247", "Berlin", "421"),
        RetailUnit("dk", _DKK, Decimal(25), "VAT", "Europe/Copenhagen", "2630", "Taastrup", "094"),
        RetailUnit("es", _EUR, Decimal(21), "VAT", "Europe/Madrid", "28703", "Madrid", "202"),
        RetailUnit("fi", _EUR, Decimal("25.5"), "VAT", "Europe/Helsinki", "02920", "Espoo", "185"),
        RetailUnit("fr", _EUR, Decimal(20), "VAT", "Europe/Paris", "75001", "Paris", "575"),
        RetailUnit("gb", _GBP, Decimal(20), "VAT", "Europe/London", "SE10 0QJ", "London", "596"),
        RetailUnit("it", _EUR, Decimal(22), "VAT", "Europe/Rome", "20095", "Milano", "180", tax_code_required=True),
        RetailUnit("jp", _JPY, Decimal(10), "VAT", "Asia/Tokyo", "273-0012", "Funabashi", "448"),
        RetailUnit("lu", _EUR, Decimal(17), "VAT", "Europe/Luxembourg", "1009", "Luxembourg", "376"),
        RetailUnit("nl", _EUR, Decimal(21), "VAT", "Europe/Amsterdam", "1101 BM", "Amsterdam", "088"),
        RetailUnit("no", _NOK, Decimal(25), "VAT", "Europe/Oslo", "1396", "Billingstad", "269"),
        RetailUnit("pl", _PLN, Decimal(23), "VAT", "Europe/Warsaw", "02-870", "Warszawa", "188"),
        RetailUnit("se", _SEK, Decimal(25), "VAT", "Europe/Stockholm", "25185", "Helsingborg", "109"),
        RetailUnit(
            "us", _USD, Decimal(6), "SALES", "America/New_York", "19428", "Conshohocken", "211", "PA", _US_STATES
        ),
    )
}
"""The retail units by code."""

STATE_REQUIRED = frozenset({"us", "ca", "au"})
"""The retail units whose delivery addresses need a state."""

ARTICLES = {
    entry.number: entry
    for entry in (
        Article("10098949", "LILLÅNGEN", Decimal("24.99"), parcel=True),
        Article("00263850", "BILLY", Decimal("59.99")),
        Article("80275887", "KALLAX", Decimal("79.99")),
        Article("20011413", "LACK", Decimal("12.99"), parcel=True),
        Article("30449908", "LACK", Decimal("9.99"), parcel=True),
        Article("40492130", "POÄNG", Decimal("99.00"), family_price=Decimal("84.00")),
        Article("90214549", "MALM", Decimal("179.00"), family_price=Decimal("149.00")),
        Article("17228340", "FRAKTA", Decimal("1.49"), parcel=True),
        Article("50364555", "TERTIAL", Decimal("12.99"), parcel=True, weee_fee=Decimal("0.20")),
        Article("00522067", "SAMLA", Decimal("4.99"), parcel=True),
        Article("60384762", "DIHULT", Decimal("349.00"), weee_fee=Decimal("5.00")),
        Article("70400544", "LENDA", Decimal("5.99"), parcel=True, by_meter=True),
        Article("19017838", "PAX", Decimal("420.00"), children=("20256904", "60121517", "40277947")),
        Article("59331937", "EKTORP", Decimal("499.00"), children=("80256748", "30492891")),
        Article("20256904", "PAX FRAME", Decimal("140.00")),
        Article("60121517", "PAX HINGE", Decimal("40.00"), parcel=True),
        Article("40277947", "PAX DOOR", Decimal("100.00")),
        Article("80256748", "EKTORP FRAME", Decimal("399.00")),
        Article("30492891", "EKTORP COVER", Decimal("100.00"), parcel=True),
        Article("90356312", "SYMFONISK", Decimal("99.00"), parcel=True, weee_fee=Decimal("0.50"), stock=2),
        Article("00505260", "STOCKHOLM", Decimal("899.00"), stock=0),
    )
}
"""The articles by number."""

SERVICES = {
    entry.number: entry
    for entry in (
        Service("SGR90000001", Decimal("45.00")),
        Service("SGR90000002", Decimal("89.00")),
        Service("TASKRABBIT", Decimal("36.00"), provider="TASKRABBIT"),
    )
}
"""The services for goods by number; a price is for one piece of the goods."""

REMOVAL_SERVICES = {
    entry.number: entry
    for entry in (
        Service("REMOVAL_SOFA", Decimal("49.00")),
        Service("REMOVAL_MATTRESS", Decimal("29.00")),
        Service("REMOVAL_WHITEGOODS", Decimal("39.00")),
    )
}
"""The removal services by number."""

SHIPPING = {"TRUCK": Decimal("39.00"), "PARCEL": Decimal("4.99")}
"""The price of a delivery by its type."""

COUPONS = {
    coupon.code: coupon
    for coupon in (
        Coupon("A23gd653gfte534", "10 % off", percent=Decimal(10)),
        Coupon("WELCOME5", "5 euros off, or as much in your currency", euros=Decimal(5)),
        Coupon("FAMILY20", "20 % for family members", percent=Decimal(20), family_only=True),
        Coupon("BUSINESS15", "15 % for companies", percent=Decimal(15), business_only=True),
        Coupon("APPONLY10", "10 % in the app", percent=Decimal(10), app_only=True),
        Coupon("BIGCART50", "50 euros off carts of 500", euros=Decimal(50), minimum=Decimal(500)),
        Coupon("SUMMER2020", "20 % off", percent=Decimal(20), refused="COUPON_EXPIRED"),
        Coupon("ONETIME01", "10 % off, once", percent=Decimal(10), refused="COUPON_ALREADY_REDEEMED"),
        Coupon("TOMORROW1", "10 % off", percent=Decimal(10), refused="COUPON_IS_NOT_ACTIVE"),
    )
}
"""The coupons by code; any other code is INVALID_COUPON."""
