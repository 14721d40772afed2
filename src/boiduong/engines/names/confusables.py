"""Letters of other scripts that look like Vietnamese ones, met in copied texts. NFKC leaves them alone."""

LOOKALIKES = str.maketrans(
    {
        **dict(zip("АВЕІЈКМНОРСТУХЅԚԜаеіјорсухѕԁһԛԝ", "ABEIJKMHOPCTYXSQWaeijopcyxsdhqw", strict=True)),  # Cyrillic
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιανρυχ", "ABEZHIKMNOPTYXoiavpux", strict=True)),  # Greek
        "ɡ": "g",
        "ɩ": "i",
        "ո": "n",  # Armenian
        "օ": "o",
        "ս": "u",
        "һ": "h",
        "ϲ": "c",
        "ƣ": "ư",  # a letter of old Turkic alphabets that some fonts draw like ư
        "Ƣ": "Ư",
        "Ð": "Đ",  # Icelandic eth and African d, typed for Đ
        "Ɖ": "Đ",
    }
)


def unmask(text: str) -> str:
    """The text with look-alike letters replaced by Latin ones. Only for text that is meant to be Vietnamese."""
    return text if text.isascii() else text.translate(LOOKALIKES)
