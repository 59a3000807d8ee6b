"""The customer's screen: what the customer reads, sees and presses during a take, on a display of its own.

It shows views and sends wishes; it decides nothing about the take. Always light, with its own sizes, in plain words.
"""
