"""The whole story on a real application: from an expert at work to graded trials."""
