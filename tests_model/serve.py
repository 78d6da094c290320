"""Serve a model file with llama.cpp's own server until standard input ends: serve.py FILE."""

from __future__ import annotations

import sys

import xllamacpp

CONTEXT = 1024  # tokens, small so that a prompt can exceed it


def main(path: str) -> None:
    """Print the address once the model is loaded."""
    settings = xllamacpp.CommonParams()
    settings.model.path = path
    settings.hostnames = ["127.0.0.1"]
    settings.port = 0
    settings.n_parallel = 2
    settings.n_ctx = 2 * CONTEXT
    settings.cpuparams.n_threads = 2
    server = xllamacpp.Server(settings)
    print(f"listening at {server.listening_address}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
