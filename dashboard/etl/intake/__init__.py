"""The intake: files as offices export them (csv, xlsx, xls) into a checked snapshot. Start at ``ingest.py``."""
