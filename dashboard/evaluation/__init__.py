"""Evaluation: two sides with their uncertainty, and what can be said about effects. Pure; statistics load lazily."""
