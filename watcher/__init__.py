"""Watch regulators' notice pages: one alert a notice, whatever its copies, with its diff."""

__version__ = "0.1.0"
