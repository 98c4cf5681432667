#!/usr/bin/env bash
# Run a command on real servers, which are started here and stopped at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
$python -m tests.services install
trap '$python -m tests.services down' EXIT
$python -m tests.services up
eval "$($python -m tests.services env)"
unset ELASTICSEARCH_URL CKAN_URL CKAN_API_TOKEN  # the tests that need these ask for them
"$@"
