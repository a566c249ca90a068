"""Watch regulators' notice pages: one alert a notice, whatever its copies, with a diff and its campaign."""

__version__ = "0.1.0"
