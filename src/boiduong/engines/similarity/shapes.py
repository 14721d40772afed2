"""What goes in and what comes out. Offsets are code points of the text as given, ends exclusive."""

from collections.abc import Callable
from dataclasses import dataclass

type Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, of how much."""


@dataclass(frozen=True, slots=True)
class Text:
    id: str  # unique over all inputs of one scan
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of `a` and the stretch of `b` that it resembles."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    syllables: int  # distinct places covered by common runs, on the side that has fewer


@dataclass(frozen=True, slots=True)
class Match:
    a: str  # the later essay
    b: str  # an earlier essay, or a text of the archive, or a model text
    passages: tuple[Passage, ...]

    @property
    def syllables(self) -> int:
        return sum(passage.syllables for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Common:
    """A passage that too many essays share to be told as pairs: an official text nobody listed, or a mass copy. A person says which."""

    essay: str  # one essay that has it
    span: Span
    essays: int  # how many have its most frequent part


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes a finding. Kept with every result, so that it can be explained and made again.

    The values are those of the survey in docs/decisions/; they were fitted on generated sets, not on any sample of ours.
    """

    gram: int = 5  # syllables hashed together to find candidates
    seed: int = 3  # syllables hashed together to align one candidate
    shared_grams: int = 3  # fewer, and two texts are not looked at
    candidates_each: int = 40  # pairs looked at for every essay, on average; if there are more, more shared grams are asked for
    close_mask: int = 6  # syllables between two official stretches that belong to them
    common_least: int = 12  # essays; the cap on how many may share a gram is between these two,
    common_most: int = 100
    common_percent: int = 3  # and this share of all
    chain_gap: int = 24  # syllables between two runs of one fragment
    chain_drift: int = 10  # syllables the two sides may slide against each other within a fragment
    fragment: int = 6  # covered syllables
    anchor: int = 9  # covered syllables that walk in step at one place of a passage: scattered phrases of one subject do not
    near_gap: int = 100  # syllables between two fragments of one passage on one side,
    far_gap: int = 300  # and on the other: parts put in another order stay together
    passage: int = 18  # distinct covered syllables, on both sides
    passage_percent: int = 20  # of the passage's length
    snap: int = 120  # characters to the end of a sentence
    cluster_percent: int = 50  # of the smaller essay's own text


@dataclass(frozen=True, slots=True)
class Figures:
    essays: int
    pairs: int
    passages: int
    clusters: int  # of two essays or more
    masked_syllables: int  # official text and prompts, in the essays


@dataclass(frozen=True, slots=True)
class ScanResult:
    matches: tuple[Match, ...]  # by a, then b
    common: tuple[Common, ...]
    clusters: tuple[tuple[str, ...], ...]  # ids of essays; those alone stand alone
    masked: dict[str, tuple[Span, ...]]  # official text and prompts within each essay
    figures: Figures
