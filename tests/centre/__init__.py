"""A centre that shows several provinces, for tests: itself in this process, what it asks over HTTP."""

from tests.centre.bench import CentreBench, Source, answering, serving

__all__ = ["CentreBench", "Source", "answering", "serving"]
