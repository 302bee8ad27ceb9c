"""What works on this machine, by trying it."""

from studio.doctor.examination import examine

__all__ = ["examine"]
