#!/bin/sh
# Installs storeconf for the actions, from the very commit that the workflow named, with every dependency pinned by hash.
# -I keeps Python from importing modules that lie in the checkout, such as a venv.py of a pull request.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
python -I -m venv "$RUNNER_TEMP/storeconf-venv"
pip="$RUNNER_TEMP/storeconf-venv/bin/python -I -m pip --disable-pip-version-check --quiet"
$pip install --require-hashes -r "$here/requirements/build.txt"
$pip install --require-hashes -r "$here/requirements/action.txt"
$pip install --no-deps --no-build-isolation "$here"
mkdir -p "$RUNNER_TEMP/storeconf"
echo "$RUNNER_TEMP/storeconf-venv/bin" >>"$GITHUB_PATH"
