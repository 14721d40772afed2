"""Spreadsheets in and out: .xlsx, .xls, .ods, .csv and their kin become plain grids, refused in words where they are unsafe."""

from boiduong.engines.sheets.grid import Cell, Run, Sheet, Unreadable, column_letter
from boiduong.engines.sheets.guard import MAX_FILE_BYTES, TOO_BIG
from boiduong.engines.sheets.reading import read_sheets
from boiduong.engines.sheets.writing import Column, write_table

__all__ = ["MAX_FILE_BYTES", "TOO_BIG", "Cell", "Column", "Run", "Sheet", "Unreadable", "column_letter", "read_sheets", "write_table"]
