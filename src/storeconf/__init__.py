"""storeconf: the full 抖音来客 setup of every store as YAML in git: validated, planned, applied, watched."""

__version__ = "0.1.0"
