"""The shares' words: a text file in the package, which no import tells."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("shamir_mnemonic")
