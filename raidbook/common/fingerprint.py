"""The fingerprint: a hash of everything that a build is made from.

Equal fingerprints give equal tables.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.landing import Delivery

# Folders and files that determine the tables. The rest of the code only shows them.
MADE_OF = (
    ("seeds", "*"),
    ("dbt_project", "**/*"),
    ("ingest", "**/*.py"),
    ("ingest", "**/*.sql"),
    ("ingest", "**/*.yml"),
    ("raidbook/audit", "**/*.py"),
    ("raidbook/common", "build_columns.py"),
    ("raidbook/common", "dbt_*.py"),
    ("raidbook/pipeline", "as_of_macros.py"),
    ("raidbook/pipeline", "build*.py"),
    ("raidbook", "version.py"),
    (".", "requirements.lock"),
)
LEFT_OUT = {"__pycache__", "target", "logs", "dbt_packages"}


def fingerprint(root: Path, deliveries: list[Delivery]) -> str:
    """Return the sha256 over the landed deliveries, in order, and all code that makes tables."""
    digest = hashlib.sha256()
    for delivery in deliveries:
        digest.update(f"{delivery.number} {delivery.sha256} {delivery.landed_on}\n".encode())
    for folder, pattern in MADE_OF:
        for path in sorted((root / folder).glob(pattern)):
            if path.is_file() and not LEFT_OUT & set(path.relative_to(root).parts):
                digest.update(f"{path.relative_to(root)}\n".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
