"""Loads onnxruntime with its reports to its maker switched off: nothing leaves the machine by itself.

Promises: no connection, and no file outside the case, is opened by onnxruntime in a process that gets it here.
Does not: configure sessions (see ``encoder``).

onnxruntime's own builds report use by default: they keep a database in the user's cache folder and send it by HTTPS. It
looks at the environment when it is loaded, so the variable is set before the import.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

onnxruntime.disable_telemetry_events()

__all__ = ["onnxruntime"]
