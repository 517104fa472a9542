"""Work: what follows a figure, such as follow-ups, matching, offers and alerts. No figure is defined here."""
