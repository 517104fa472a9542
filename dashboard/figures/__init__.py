"""What a figure is: its kind, its limits, when it can be said. Knows no storage and no user interface."""
