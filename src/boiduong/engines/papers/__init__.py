"""The text of a paper somebody hands in: .docx, .pdf or plain text, read in a process that can do no harm."""

from boiduong.engines.papers.reader import Reader
from boiduong.engines.papers.shapes import Flag, FlagKind, Limits, Paper, PaperKind, Reason, Refused

__all__ = ["Flag", "FlagKind", "Limits", "Paper", "PaperKind", "Reader", "Reason", "Refused"]
