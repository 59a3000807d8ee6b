"""How the window looks: one token table, the sheet made from it, the icons, and the theme that applies them."""
