"""Vision: convolutions and residual networks."""
