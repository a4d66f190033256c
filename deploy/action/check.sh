#!/usr/bin/env bash
# What action.yml runs: install Planwarden from the action's own commit with the hashes of its lock file, check the plans,
# and leave annotations, a job summary and a SARIF file. The exit code is that of `planwarden check`.
set -euo pipefail

: "${ACTION:?}" "${PYTHON:=python3}" "${SARIF_FILE:=planwarden.sarif}"
environment="${RUNNER_TEMP:-/tmp}/planwarden-environment"

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "::error::Planwarden needs Python 3.11 or newer: use actions/setup-python before it, or set the input python"
  exit 2
}
"$PYTHON" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$ACTION/requirements/runtime.txt"
# The engine and the command line need no build: they run from the action's own files. -P: the working directory, which a
# pull request fills, is not where Python looks for modules.
planwarden() { PYTHONPATH="$ACTION" "$environment/bin/python" -P -m bot "$@"; }

arguments=()
[ -n "${BASE:-}" ] && arguments+=(--base "$BASE")
[ -n "${CONFIG:-}" ] && arguments+=(--config "$CONFIG")
if [ -n "${PATHS:-}" ]; then
  read -r -a paths <<<"$PATHS"
  arguments+=(-- "${paths[@]}")
fi

planwarden check --exit-zero --format sarif "${arguments[@]}" >"$SARIF_FILE"
echo "sarif-file=$SARIF_FILE" >>"${GITHUB_OUTPUT:-/dev/null}"
planwarden check --exit-zero --format markdown "${arguments[@]}" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
last=()
[ "${EXIT_ZERO:-false}" = true ] && last+=(--exit-zero)
planwarden check --format github "${last[@]}" "${arguments[@]}"
