"""A table with any number of rows, made from one row of each kind."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

from xhtml2pdf.xhtml2pdf_reportlab import PmlTable

from licorne.adapters.pdf.compiled.apart import Address, Piece, Row
from licorne.adapters.pdf.compiled.cells import CellProgram, FastCell
from licorne.adapters.pdf.compiled.paragraphs import TextAt
from licorne.adapters.pdf.compiled.recorder import Recorder
from licorne.adapters.pdf.compiled.refusal import NotCompilable
from licorne.adapters.pdf.compiled.slots import Refill, paragraphs_in, slots_in

#: The height that ReportLab offers a cell whose row has none yet.
_UNBOUND = 72000
_COMMANDS = ("_bkgrndcmds", "_linecmds", "_spanCmds")
_UNKNOWN = ("_nosplitCmds", "_srflcmds", "_sircmds", "_minRowHeights", "_spanCmds")


class FastTable(PmlTable):  # type: ignore[misc]  # xhtml2pdf publishes no types
    """xhtml2pdf's table; it asks FastCells for their size without laying them out."""

    def _listCellGeom(self, V: Any, w: float, s: Any, W: Any = None, H: Any = None, aH: float = 72000) -> Any:
        if len(V) == 1 and type(V[0]) is FastCell:
            return self._fast_geometry(V[0], s, W, H, self.getMaxHeight() or aH if aH == _UNBOUND else aH)
        return super()._listCellGeom(V, w, s, W=W, H=H, aH=aH)

    @staticmethod
    def _fast_geometry(cell: FastCell, style: Any, widths: Any, heights: Any, height: float) -> tuple[float, float]:
        """ReportLab's sums in ReportLab's order."""
        width, high = cell.wrapOn(None, 0, height - style.topPadding - style.bottomPadding)
        before, after = cell.getSpaceBefore(), cell.getSpaceAfter()
        if widths is not None:
            widths.append(width)
        if heights is not None:
            heights.append(high)
        return max(0, width), high + after + before - before - after


def text_of(piece: Piece) -> TextAt:
    """The texts of a piece by address, but for those in rows."""
    return lambda address: piece.texts[address[1]]


def text_of_row(row: Row) -> TextAt:
    """The texts of a row by address."""
    return lambda address: row.texts[address[2]]


class TableProgram:
    """How to make a table like `proto` with other rows."""

    def __init__(self, proto: Any, sample: Piece, width: float, refill: Refill, design: str) -> None:
        if type(proto) is not PmlTable or any(getattr(proto, name, None) for name in _UNKNOWN):
            raise NotCompilable("table commands")
        self._proto, self._refill = proto, refill
        self._head, self._kinds = self._rows(sample)
        self._widths = self._measured(proto, width)
        self._cells = {row: self._programs(row, design) for row in (*self._head, *self._kinds.values())}
        self._check_commands()

    def _rows(self, sample: Piece) -> tuple[list[int], dict[tuple[str, ...], int]]:
        """The rows of the head, and one row for each kind; every row after the head is of some kind."""
        kinds, head = sample.kinds(), []
        found: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(self._proto._cellvalues):
            addresses = {self._refill.slots[n].address for p in paragraphs_in(row) for n in slots_in(p)}
            places = {address[:2] for address in addresses if address[0] == "row"}
            if not places:
                head.append(number)
            elif len(places) > 1 or len(places) != len({address[:2] for address in addresses}):
                raise NotCompilable("a row of several kinds")
            else:
                found.setdefault(kinds[places.pop()[1]], number)
        if head != list(range(len(head))) or len(found) != len(kinds) or self._proto.repeatRows not in (0, len(head)):
            raise NotCompilable("rows in another order")
        return head, found

    @staticmethod
    def _measured(proto: Any, width: float) -> list[float]:
        """The columns' widths once laid out: they follow from the first row alone."""
        if proto.shrinkToFit or None in proto._argW:
            raise NotCompilable("columns that follow the content")
        twin = copy.deepcopy(proto)
        twin.wrapOn(Recorder("modern"), width, 0xFFFF)
        return list(twin._colWidths)

    def _programs(self, row: int, design: str) -> list[CellProgram | None]:
        found: list[CellProgram | None] = []
        for column, cell in enumerate(self._proto._cellvalues[row]):
            style = self._proto._cellStyles[row][column]
            inner = self._widths[column] - style.leftPadding - style.rightPadding
            found.append(None if isinstance(cell, str) else CellProgram(cell, inner, self._refill, design))
        return found

    def _check_commands(self) -> None:
        for name in _COMMANDS:
            for command in getattr(self._proto, name):
                if command[1][1] != command[2][1] or command[1][1] < 0:
                    raise NotCompilable("a command for several rows")

    def make(self, values: Piece) -> Any:
        """The table of a document."""
        proto, table = self._proto, FastTable.__new__(FastTable)
        table.__dict__.update(proto.__dict__)
        plan = [*self._head, *(self._kinds[row.kind] for row in values.rows)]
        texts: Sequence[Callable[[Address], str]] = [text_of(values)] * len(self._head) + [
            text_of_row(row) for row in values.rows
        ]
        table._cellvalues = [self._row(row, text_at) for row, text_at in zip(plan, texts, strict=True)]
        table._cellStyles = [proto._cellStyles[row] for row in plan]
        table._argH = table._rowHeights = [proto._argH[row] for row in plan]
        table._argW = table._colWidths = list(proto._argW)
        table._nrows = len(plan)
        for name in _COMMANDS:
            setattr(table, name, moved(getattr(proto, name), plan))
        return table

    def _row(self, row: int, text_at: TextAt) -> list[Any]:
        cells = zip(self._proto._cellvalues[row], self._cells[row], strict=True)
        return [cell if program is None else program.make(text_at) for cell, program in cells]


def moved(commands: Sequence[Any], plan: Sequence[int]) -> list[Any]:
    """The commands of each row of the plan, with the row's number in the new table."""
    of_row: dict[int, list[Any]] = {}
    for command in commands:
        of_row.setdefault(command[1][1], []).append(command)
    return [
        (command[0], (command[1][0], number), (command[2][0], number), *command[3:])
        for number, row in enumerate(plan)
        for command in of_row.get(row, ())
    ]
