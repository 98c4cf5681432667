#!/usr/bin/env bash
# Make the project's environment and install locked requirements: environment.sh PYTHON FILE
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1 file=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Gongkai needs Python 3.11 or later; '$python' is not. Say which: make PYTHON=python3.11 ..." >&2
  exit 1
fi
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  echo "making the environment (.venv)"
  rm -rf .venv
  # Debian ships venv without ensurepip: then virtualenv, fetched for this folder only, makes it.
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv build/bootstrap
    "$python" -m pip install --quiet --disable-pip-version-check --target build/bootstrap virtualenv
    PYTHONPATH=build/bootstrap "$python" -m virtualenv --quiet .venv
  fi
fi
echo "installing $file"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$file"
