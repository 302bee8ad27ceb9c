"""Bytes on disk: folders, packages, codecs, pages. Every path name lives here."""
