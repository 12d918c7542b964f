"""What tests measured is said at the end, whoever ran them."""

import gc

import pytest
from hypothesis import HealthCheck, settings

# How long it takes to make up a value is the machine's affair.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """Let the collector pass over the tests themselves: walking a million objects again and again took a fifth."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests recorded as `figures`."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(f"{report.head_line}: {value}")
