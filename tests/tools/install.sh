#!/bin/sh
# Installs the programs that the tests drive, once per state of the lock file, also when several builds run at once.
set -eu
cd "$(dirname "$0")"
stamp=node_modules/.aidp-installed
if ! command -v npm >/dev/null 2>&1; then
  echo "npm was not found: tests that need node are skipped (in CI they fail). Install Node.js 20 or later."
  exit 0
fi
if command -v flock >/dev/null 2>&1; then
  exec 9>.install.lock
  flock 9
fi
if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then
  touch "$stamp"
  exit 0
fi
if npm ci --loglevel=error; then
  cp package-lock.json "$stamp"
else
  echo "npm ci failed: tests that need its programs are skipped (in CI they fail)."
  [ -z "${CI:-}" ]
fi
