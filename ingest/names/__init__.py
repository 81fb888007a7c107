"""Match the names in records with countries, places, organisations and sites."""
