"""Amounts of money in words, as Vietnamese papers write them under a total."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
LARGEST = 10**18


def in_words(amount: int) -> str:
    """ "Một triệu hai trăm linh năm nghìn đồng".

    amount: đồng, 0 <= amount < 10**18. Raises ValueError outside.
    """
    if not 0 <= amount < LARGEST:
        raise ValueError(amount)
    said = _number(amount) if amount else _DIGITS[0]
    return f"{said[0].upper()}{said[1:]} đồng"


def _number(amount: int) -> str:
    """Groups of nine digits, each "tỷ" above the one after it."""
    above, below = divmod(amount, 10**9)
    words = [f"{_number(above)} tỷ"] if above else []
    if below:
        words.append(_below_a_billion(below, is_first=not above))
    return " ".join(words)


def _below_a_billion(amount: int, *, is_first: bool) -> str:
    words = []
    for scale in (2, 1, 0):
        three = amount // 1000**scale % 1000
        if three:
            words.append(f"{_three(three, is_first=is_first)} {_SCALES[scale]}".strip())
            is_first = False
    return " ".join(words)


def _three(number: int, *, is_first: bool) -> str:
    """Three digits; those that do not begin the number say their hundreds even if there are none."""
    hundreds, rest = divmod(number, 100)
    words = [] if is_first and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if rest:
        words.append(_two(rest, is_alone=not words))
    return " ".join(words)


def _two(number: int, *, is_alone: bool) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones] if is_alone else f"linh {_DIGITS[ones]}"
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if not ones:
        return words
    if ones == 1 and tens > 1:
        return f"{words} mốt"
    if ones == 4 and tens > 1:
        return f"{words} tư"
    return f"{words} {'lăm' if ones == 5 else _DIGITS[ones]}"
