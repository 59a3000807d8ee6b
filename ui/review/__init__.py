"""The parts of the review page: what is read for it, the steps with their notes, the facts, what the machine found."""
