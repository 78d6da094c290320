"""How long questions take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.evaluation.metrics.intervals import Floats


def percentile(milliseconds: Sequence[float], share: float) -> float | None:
    """The percentile (share: 0 to 100), linearly interpolated; None without values."""
    return float(np.percentile(milliseconds, share)) if len(milliseconds) else None


def percentile_of(rows: Floats, share: float) -> Floats:
    """`percentile` over rows of (milliseconds,), cases last but one."""
    return np.asarray(np.percentile(rows[..., 0], share, axis=-1))
