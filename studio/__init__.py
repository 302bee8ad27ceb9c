"""Task Authoring Studio: from an expert's recorded work to a proven, graded task."""

__version__ = "0.1.0"
