"""The store: what people write, that is audit, saved views and evaluations. No figure lives here."""
