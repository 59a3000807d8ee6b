"""A page of HTML on paper, by the system's own print dialog; nothing of it is written to a file by us."""

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

MARGIN_MM = 15.0


def has_printer() -> bool:
    return bool(QPrinterInfo.availablePrinterNames())


def print_page(parent: QWidget, html: str, title: str) -> QPrintDialog:
    """Ask which printer, then print; `title` is what the printer's queue shows, and says nothing secret."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(*[MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.accepted.connect(lambda: print_on(printer, html))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)
    return dialog


def print_on(printer: QPrinter, html: str) -> None:
    """Within the printer's margins: without a page size Qt would add its own, and a number."""
    document = QTextDocument()
    document.documentLayout().setPaintDevice(printer)
    document.setDocumentMargin(0)
    document.setHtml(html)
    document.setPageSize(printer.pageRect(QPrinter.Unit.DevicePixel).size())
    document.print_(printer)
    document.clear()
