"""From the outside world to `raw.*`: landing, reading, checking and loading of deliveries.

Nothing here knows of marts, and nothing here imports `warehouse`.
"""
