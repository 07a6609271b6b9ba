"""Reading the environment variables for ``config.settings``."""
