"""How right the measures are, on hands that nothing was tuned on: what ``thumbwalk validate`` finds out."""
