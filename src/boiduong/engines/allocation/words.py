"""Numbers and dates as Vietnamese papers write them."""


def number(value: int) -> str:
    """1.917."""
    return f"{int(value):,}".replace(",", ".")


def written(iso: str) -> str:
    """28/07/2019."""
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def half_day(iso: str, slot: int) -> str:
    """sáng 23/07/2019."""
    return f"{('sáng', 'chiều')[slot % 2]} {written(iso)}"
