"""Groups of essays that hold much of each other, directly or through one source."""

from collections.abc import Iterable


def clusters_of(count: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected groups of 0 .. count - 1, each sorted, by their first member."""
    parents = list(range(count))

    def root(one: int) -> int:
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    for left, right in links:
        low, high = sorted((root(left), root(right)))
        parents[high] = low
    groups: dict[int, list[int]] = {}
    for one in range(count):
        groups.setdefault(root(one), []).append(one)
    return list(groups.values())
