"""Debian's chromium, as the suites with a browser start it."""

CHROMIUM = "/usr/bin/chromium"
# It runs as root in CI, shows only our own pages, and calls nobody.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
