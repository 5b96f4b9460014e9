"""Witnessmark turns a folder of reports into a case file in which every sentence leads back to sealed bytes."""

from importlib.metadata import version

__version__ = version("witnessmark")
