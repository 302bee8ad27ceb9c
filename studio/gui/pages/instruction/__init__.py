"""The instruction, the title and the occupation."""
