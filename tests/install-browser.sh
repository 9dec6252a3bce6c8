#!/bin/sh
# Make sure that the tests have a Chromium: one that is there, Debian's, or Playwright's own.
# Usage: install-browser.sh BIN_FOLDER_OF_THE_ENVIRONMENT
set -u
bin=$1

have() { [ -n "${PULLQUOTE_CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1 \
  || command -v google-chrome >/dev/null 2>&1; }

have && exit 0
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
