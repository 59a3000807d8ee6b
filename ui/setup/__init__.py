"""What the first set-up is made of: four sheets, their forms, the shares of the recovery kit and its printing."""
