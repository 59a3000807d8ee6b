"""In place of PyInstaller's, which asks for a distribution of the module's own name and stops the build."""

from PyInstaller.utils.hooks import copy_metadata

datas = copy_metadata("webrtcvad-wheels")
