"""The periodic report: one set of figures, written as Word, PDF and Excel, each figure with its query and snapshot."""
