"""A card of the settings page that is more than a list of settings."""

from ui.kit.card import Card


class Panel(Card):
    """Found by its own words, as a setting is."""

    @property
    def haystack(self) -> str:
        """What the search looks in."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Set every text anew."""
        raise NotImplementedError
