"""Where settings come from: configuration files, presets, and what of them is in effect."""
