"""Examples of the checks of predictions."""

from studio.grading.examples.example import Example

FAMILIES = {
    "predictions": "Predictions beside labels that were kept back in `private/hidden/`: how good "
    "they are, never whether they are equal.",
}

EXAMPLES = {
    "prediction_score": Example(
        "churn.csv",
        {
            "labels": "labels.csv",
            "id": "customer",
            "label": "left",
            "prediction": "chance",
            "metric": "auc",
            "at_least": 0.85,
        },
    ),
    "prediction_ids": Example("churn.csv", {"ids": "labels.csv", "id": "customer"}),
}
