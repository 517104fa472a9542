"""The same queries on Apache Spark; nothing here is loaded unless ``DASHBOARD_ENGINE`` asks for it."""
