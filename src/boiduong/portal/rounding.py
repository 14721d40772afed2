"""The one place where a figure is told as a round one."""

from boiduong.engines.typeset.words import figure

NEAR_RATIO = 0.02  # a round figure may stand for a count that is at most this far from it


def about(count: int) -> str:
    """ "gần 3.000" for 2,974, "hơn 3.000" for 3,047, "248" for 248.

    From 1,000 on, a count within 2 % of a round figure is told by it: "gần" (nearly) from below, "hơn" (over) from above. A round figure is a
    multiple of half its power of ten: 500 up to 9,999, 5,000 up to 99,999. Any other count, and every count under 1,000, is told exactly.
    """
    if count < 1000:
        return figure(count)
    step = 5 * 10 ** (len(str(count)) - 2)
    near = round(count / step) * step
    if count == near or abs(count - near) > near * NEAR_RATIO:
        return figure(count)
    return f"{'gần' if count < near else 'hơn'} {figure(near)}"
