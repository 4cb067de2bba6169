# syntax=docker/dockerfile:1
# storeconf with what a pipeline needs: git, time zones, certificates. Runs as nobody in particular.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements/build.txt requirements/action.txt requirements/
RUN python -m venv /opt/storeconf \
    && /opt/storeconf/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt \
    && /opt/storeconf/bin/pip install --no-cache-dir --require-hashes -r requirements/action.txt
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN /opt/storeconf/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates git tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 storeconf
COPY --from=build /opt/storeconf /opt/storeconf
ENV PATH=/opt/storeconf/bin:$PATH PYTHONUTF8=1
USER storeconf
WORKDIR /project
ENTRYPOINT ["storeconf"]
CMD ["--help"]
