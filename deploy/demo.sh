#!/usr/bin/env bash
# The demo county: demo.sh start | stop. PORT= and DETACH=1 as in the Makefile.
set -euo pipefail
cd "$(dirname "$0")/.."
export DATA_DIR=${DATA_DIR:-$PWD/var}
export SITE_BASE_URL=${SITE_BASE_URL:-http://localhost:$PORT}
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-cms.settings.dev}
run=$DATA_DIR/run
mkdir -p "$run"

alive() { [ -f "$run/$1.pid" ] && kill -0 "$(cat "$run/$1.pid")" 2>/dev/null; }

stop() {
  for name in web worker; do
    if alive $name; then
      pid=$(cat "$run/$name.pid")
      kill "$pid" 2>/dev/null || true
      for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
      kill -9 "$pid" 2>/dev/null || true
    fi
    rm -f "$run/$name.pid"
  done
}

ready() {
  .venv/bin/python - "$SITE_BASE_URL/readyz" <<'PY'
import sys, urllib.request
try:
    sys.exit(urllib.request.urlopen(sys.argv[1], timeout=2).status != 200)
except OSError:
    sys.exit(1)
PY
}

free_port() {
  .venv/bin/python - "$PORT" <<'PY'
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(f"port {sys.argv[1]} is taken: make demo PORT=8001, or make stop")
PY
}

start() {
  if alive web; then
    echo "the demo is running already (make stop ends it)" >&2
    exit 1
  fi
  free_port
  .venv/bin/python manage.py migrate --verbosity 0
  .venv/bin/python manage.py load_demo
  .venv/bin/python manage.py collectstatic --noinput --verbosity 0
  nohup deploy/serve.sh >>"$run/web.log" 2>&1 </dev/null &
  echo $! >"$run/web.pid"
  nohup .venv/bin/python manage.py run_worker >>"$run/worker.log" 2>&1 </dev/null &
  echo $! >"$run/worker.pid"
  for _ in $(seq 300); do
    ready && break
    if ! alive web; then tail -20 "$run/web.log" >&2; stop; exit 1; fi
    sleep 0.2
  done
  cat <<TEXT

  门户        $SITE_BASE_URL/
  县教育局    http://jyj.localhost:$PORT/
  江口镇      $SITE_BASE_URL/xz/jiangkou/
  开放数据    $SITE_BASE_URL/data/
  接口        $SITE_BASE_URL/api/v1/docs/
  编辑和审核  $SITE_BASE_URL/admin/

TEXT
  .venv/bin/python manage.py load_demo --users
}

case ${1:-} in
  start)
    start
    [ -n "${DETACH:-}" ] && exit 0
    echo; echo "Ctrl-C 停止。 Ctrl-C stops everything."
    trap 'stop; exit 0' INT TERM
    while alive web && alive worker; do sleep 1; done
    echo "a process ended by itself; its log is in $run" >&2
    stop
    exit 1 ;;
  stop) stop ;;
  *) echo "usage: demo.sh start|stop" >&2; exit 2 ;;
esac
