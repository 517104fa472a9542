"""From raw input to a snapshot. The app never imports this package."""
