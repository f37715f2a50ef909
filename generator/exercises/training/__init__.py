"""Training: losses, gradients, optimizers and normalization."""
