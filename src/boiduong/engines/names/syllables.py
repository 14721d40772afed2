"""Which words can be Vietnamese at all: the grammar of a syllable. It tells a wrong encoding from a right one."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_STOPPED_TONES = {"", "\u0301", "\u0323"}  # a syllable closed by c, ch, p, t is sắc or nặng; bare only where the accents are missing
_INITIAL = "(?:ngh|ng|nh|gh|gi|g|kh|k|ch|c|ph|p|qu|th|tr|t|b|d|đ|h|l|m|n|r|s|v|x)?"
_RHYMES = re.findall(
    r"\w+",
    "a ac ach ai am an ang anh ao ap at au ay "
    "ăc ăm ăn ăng ăp ăt "
    "âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et "
    "ê êch êm ên ênh êng êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot "
    "ô ôc ôi ôm ôn ông ôp ôt "
    "ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu uơ "
    "ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y ya ych yêm yên yêng yêt yêu ynh yt",
)
_SHAPE = re.compile(_INITIAL + "(?:" + "|".join(sorted(_RHYMES, key=len, reverse=True)) + ")")
_STOPPED = ("c", "ch", "p", "t")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word is spelt as a Vietnamese syllable can be, in any case, with at most one tone in its due place or not."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in parts if mark in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    if not _SHAPE.fullmatch(bare):
        return False
    return not bare.endswith(_STOPPED) or "".join(tones) in _STOPPED_TONES
