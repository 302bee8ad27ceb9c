"""The gallery: every widget in every state, for whoever makes or judges the look of the app."""
