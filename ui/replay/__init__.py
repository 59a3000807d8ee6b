"""Replay of a sealed take: the device that decrypts, the player, the picture, the timeline and the transcript."""
