"""Reads the heating controller and decides when the pump has to run."""

import time

LOW_PRESSURE_BAR = 0.9


class Controller:
    """One heating controller on the serial line."""

    def __init__(self, port):
        self.port = port
        self.history = []

    def read_pressure(self):
        """Pressure in bar, as the last telegram said."""
        line = self.port.readline()
        return int(line[4:8], 16) / 1000

    # The pump must not start more than six times an hour.
    def may_start_pump(self, now):
        recent = [at for at in self.history if now - at < 3600]
        return len(recent) < 6


def warn_if_low(controller, notify):
    pressure = controller.read_pressure()
    if pressure < LOW_PRESSURE_BAR:
        notify(f"boiler pressure is {pressure} bar, refill water")


if __name__ == "__main__":
    warn_if_low(Controller(open("/dev/null")), print)
