"""Presentation: language, formats, labels, sentences, tables, exports and pure charts. Knows no page and no browser."""
