#!/usr/bin/env bash
# The long proofs at full size, on real servers that are started here and stopped at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
$python -m tests.services install
trap '$python -m tests.services down' EXIT
$python -m tests.services up
eval "$($python -m tests.services env)"
unset ELASTICSEARCH_URL CKAN_URL CKAN_API_TOKEN  # the proofs that need these ask for them
.venv/bin/pytest --prove build/proofs.json --timeout 3600 -p no:randomly ${ONLY:+-k "$ONLY"}
