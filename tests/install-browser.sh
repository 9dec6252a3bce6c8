#!/bin/sh
# Make sure that the tests have a Chromium: one that is there, Debian's, or Playwright's own.
# Usage: install-browser.sh BIN_FOLDER_OF_THE_ENVIRONMENT
set -u
bin=$1

[ -n "${PULLQUOTE_CHROMIUM:-}" ] && exit 0
for name in chromium chromium-browser google-chrome google-chrome-stable; do # as ui/screens.py
  "$name" --version >/dev/null 2>&1 && exit 0 # Ubuntu's chromium-browser may only say where to go
done
if command -v apt-get >/dev/null 2>&1; then
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  # shellcheck disable=SC2086
  $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi
"$bin/playwright" install chromium && exit 0
echo "No browser for the tests: install Chromium, or name one in PULLQUOTE_CHROMIUM." >&2
exit 1
