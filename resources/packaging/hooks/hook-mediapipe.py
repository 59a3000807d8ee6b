"""The face detector's graph and model: read from the folder of the package, which no import tells."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("mediapipe", includes=["modules/face_detection/*"])
