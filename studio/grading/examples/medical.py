"""Examples of the checks of medical images."""

from studio.grading.examples.example import Example

FAMILIES = {
    "medical": "Volumes in NIfTI and series in DICOM. Volumes are compared where they lie in "
    "space, whatever the order of their axes; a volume without an affine fails.",
}

EXAMPLES = {
    "volume_geometry": Example("liver.nii.gz", {"compare": ["shape", "affine"]}),
    "volume_values": Example("t1_resampled.nii.gz", {"at_least": 0.95, "relative": 0.02}),
    "label_overlap": Example(
        "organs.nii.gz",
        {"at_least": 0.9, "floors": {"2": 0.8}, "names": {"1": "liver", "2": "tumour"}},
    ),
    "label_distance": Example("organs.nii.gz", {"measure": "hausdorff95", "at_most": 3.0}),
    "label_volume": Example("organs.nii.gz", {"labels": [1], "unit": "mL", "relative": 0.05}),
    "dicom_tags": Example(
        "ct", {"tags": {"PatientID": "TRIAL-017", "PatientAddress": "", "SliceThickness": 2.5}}
    ),
    "dicom_deidentified": Example(
        "anon",
        {
            "tags": ["PatientName", "PatientID", "PatientBirthDate"],
            "source": "scan",
            "kept": ["PatientSex"],
            "private": "remove",
        },
    ),
}
