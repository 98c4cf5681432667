#!/usr/bin/env bash
# The web server: granian in front of the page store. HOST, PORT and WORKERS may be given.
set -euo pipefail
cd "$(dirname "$0")/.."
exec .venv/bin/granian --interface wsgi --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}" \
  --workers "${WORKERS:-2}" --blocking-threads 4 --backlog 1024 --no-ws \
  --log-level warning cms.wsgi:application
