"""Which essays hold the same passages: every essay against every other, against an archive and against model texts.

The machine compares letters and nothing else. It gives places in the texts, never a mark, a share as a verdict, or an order of people.
"""

from boiduong.engines.similarity.difference import Difference, Kind, Stretch, compare
from boiduong.engines.similarity.scan import scan
from boiduong.engines.similarity.shapes import Common, Figures, Match, Passage, Rules, ScanResult, Span, Text

__all__ = [
    "Common",
    "Difference",
    "Figures",
    "Kind",
    "Match",
    "Passage",
    "Rules",
    "ScanResult",
    "Span",
    "Stretch",
    "Text",
    "compare",
    "scan",
]
