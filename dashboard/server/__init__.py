"""What surrounds the pages in the same process: security headers, limits, probes, gated files, logs."""
