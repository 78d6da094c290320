"""Nothing is sent home: what vendors read when they are imported."""

from __future__ import annotations

import os


def silence() -> None:
    """Switch off the telemetry of ONNX Runtime and Chroma; to be called before they are imported.

    ONNX Runtime writes down and sends the machine's kind from its import on.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
