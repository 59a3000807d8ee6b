"""The window: Qt lives in this folder and nowhere else."""
