"""From content to verification in five steps (seed 000): what breaks the chain."""
