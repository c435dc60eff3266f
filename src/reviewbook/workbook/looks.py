"""How the cells of a workbook look, and that each of them is text."""

from __future__ import annotations

from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from reviewbook.workbook.meaning import escaped

TO_DO = "FFF2B3"
DARK, PALE, GREY = "1F3A4D", "E8EEF2", "5F6B73"
LINE = 15.0  # height of a line


class Style:
    """The looks of cells, each made once: to make them anew for every cell would take longer than all else."""

    def __init__(self, page: Any) -> None:
        thin = Side(style="thin", color="C9D2D8")
        border = Border(bottom=thin, right=thin)
        top = Alignment(vertical="top", wrap_text=True)

        def look(**looks: Any) -> Any:
            cell = WriteOnlyCell(page, "")
            for name, value in looks.items():
                setattr(cell, name, value)
            cell.number_format, cell.quotePrefix = (
                "@",
                True,
            )  # also of a program that would make a formula of it
            return cell._style

        free, held = Protection(locked=False), Protection(locked=True)
        grey = PatternFill("solid", fgColor=PALE)
        self.free = look(alignment=top, protection=free, border=border, font=Font(name="Calibri", size=11))
        self.key = look(
            alignment=top, protection=held, border=border, fill=grey, font=Font(name="Calibri", size=11)
        )
        self.heading = look(
            alignment=Alignment(vertical="center", wrap_text=True),
            protection=held,
            border=border,
            fill=PatternFill("solid", fgColor=DARK),
            font=Font(name="Calibri", size=11, bold=True, color="FFFFFF"),
        )
        self.label = look(
            alignment=Alignment(vertical="bottom", wrap_text=True),
            protection=held,
            border=border,
            fill=grey,
            font=Font(name="Calibri", size=11, bold=True, color=DARK),
        )
        self.aside = look(
            alignment=top,
            protection=free,
            border=border,
            font=Font(name="Calibri", size=10, italic=True, color=GREY),
        )
        self.plain = look(alignment=top, font=Font(name="Calibri", size=11))
        self.title = look(font=Font(name="Calibri", size=16, bold=True, color=DARK))
        self.strong = look(alignment=top, font=Font(name="Calibri", size=11, bold=True, color=DARK))
        self.to_do = look(
            alignment=top, fill=PatternFill("solid", fgColor=TO_DO), font=Font(name="Calibri", size=11)
        )


def text_cell(page: Any, text: str, style: Any) -> WriteOnlyCell:
    """A cell that is text whatever it begins with."""
    cell = WriteOnlyCell(page)
    cell._style = style
    if text:
        cell._value = escaped(text)
        cell.data_type = "s"
    return cell
