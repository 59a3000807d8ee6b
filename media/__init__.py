"""Capture, perception and output: everything that touches sound and picture. Imports nothing of ours."""
