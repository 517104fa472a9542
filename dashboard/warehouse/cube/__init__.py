"""The figures of every breakdown from coded rows in one pass, equal to the model's ``uptake`` (a test asks both).

Nothing is imported here: numba is loaded with the first rows that are counted.
"""
