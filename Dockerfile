# Raidbook and its published file, in an image that builds and serves nothing:
#   docker build -t raidbook .
#   docker run --rm raidbook sql "from marts.dim_country limit 5"
# Mount a folder at /raidbook/var to keep landed and published files.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home raidbook \
    && install --directory --owner raidbook /raidbook

USER raidbook
WORKDIR /raidbook
COPY --chown=raidbook . .
RUN make build && rm -rf ~/.cache

ENTRYPOINT ["/raidbook/.venv/bin/raidbook"]
CMD ["status"]
