"""One parser of dates, day first, for forms and for files."""

from boiduong.engines.dates.reading import Doubt, Precision, Reading, read_date, swapped

__all__ = ["Doubt", "Precision", "Reading", "read_date", "swapped"]
