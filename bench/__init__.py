"""Measurements: ratios of pages to the bare queries behind them, in one run on one machine."""
