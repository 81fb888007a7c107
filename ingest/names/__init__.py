"""What the names in records mean: countries, places, organisations and sites."""
