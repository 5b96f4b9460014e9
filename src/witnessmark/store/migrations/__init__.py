"""The steps that bring an older reading's tables up to date, run by ``Store.open``."""
