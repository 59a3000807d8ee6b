"""The recognition library: opened beside the package's own file, which no import tells."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("vosk")
