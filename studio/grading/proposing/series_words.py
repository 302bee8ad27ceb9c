"""How instructions speak of series in DICOM: of tags, of what is hidden, kept and blanked."""

import re

from studio.grading.families.dicom_identity import USUAL

HIDES = re.compile(
    r"\b(?:de-?identif\w+|anonymi[sz]\w+|pseudonymi[sz]\w+|PHI|HIPAA|GDPR|"
    r"(?:patient|personal|identifying) (?:data|information|identifiers?|details)|confidential\w*|"
    r"identity)\b",
    re.IGNORECASE,
)
REST = re.compile(
    r"\b(?:nothing|no) (?:else|other)|\b(?:all|every|any|the) other (?:tags?|attributes?|elements?|"
    r"fields?|headers?|values?)|\bthe rest\b|\bother tags?\b|\beverything else\b|"
    r"\bonly (?:these|those)",
    re.IGNORECASE,
)
REST_GONE = re.compile(
    r"\b(?:the rest|(?:all|every|any|the) others?|everything else)\b[^.;]{0,40}"
    r"\b(?:remov|delet|strip|clear|blank|empt|drop|gone|goes|replac|anonymi)\w*|"
    r"\b(?:remov|delet|strip|clear|blank|empty|drop)\w* (?:all )?"
    r"(?:the rest|everything else|others?)\b",
    re.IGNORECASE,
)
KEEPING = re.compile(
    r"\b(?:keep\w*|kept|retain\w*|preserv\w+|leave|stays?|remain\w*|unchanged|untouched|"
    r"(?:must|may|should|do) ?n[o']t (?:be )?(?:chang|alter|touch|modif|edit)\w*|"
    r"nothing else (?:may|must|should|is|gets?|changes?)\b)",
    re.IGNORECASE,
)
EMPTIED = re.compile(
    r"\b(?:remov|delet|strip|clear|blank|empt|drop|eras)\w*\b|\bgone\b|\btak\w+ out\b",
    re.IGNORECASE,
)
OR_OTHERWISE = re.compile(
    r"\b(?:replac|dumm|pseudonym|hash|mask|anonymi|random|generic|placeholder|overwrit|shift|"
    r"new ones?|another|other value|whatever|as you)\w*",
    re.IGNORECASE,
)
PRIVATE = re.compile(r"\bprivate (?:tags?|elements?|attributes?|groups?|data)\b", re.IGNORECASE)
GONE = re.compile(
    r"\b(?:remov\w+|delet\w+|strip\w*|clear\w*|blank\w*|empty|gone|drop\w*|without|no)\b",
    re.IGNORECASE,
)
TAKEN = re.compile(
    r"\b(?:remov|delet|strip|clear|blank|empt|replac|drop|hash|mask)\w*\b", re.IGNORECASE
)
ALL_OF_IT = re.compile(
    r"\b(?:all|any|every|no)\b[^.]{0,40}\b(?:identif|PHI\b|patient data|personal)", re.IGNORECASE
)
SHIFT = re.compile(
    r"\b(?:shift\w*|mov\w+|offset|add|subtract)\b.*\b\d+ (?:days?|weeks?|years?)\b|"
    r"\b\d+ (?:days?|weeks?|years?) (?:back|earlier|later|forward)|"
    r"\b(?:shift\w*|mov(?:e|ed|es|ing)|offset) by (?:the|its|their|his|her|a fixed|that) ",
    re.IGNORECASE,
)
BLANKED = re.compile(
    r"\b(?:burned|burnt)[- ]?in(?:to)?\b|\b(?:blank|black|mask|redact|cover|paint|grey|gray)\w* "
    r"(?:it |them )?(?:out|over)\b|\b(?:rows|columns|pixels)\b.*\bto (?:0|zero|black)\b",
    re.IGNORECASE,
)
WHERE = re.compile(r"\b(?:rows?|columns?|lines?|rectangle|region|box)\b", re.IGNORECASE)
FILLED = re.compile(
    r"\b(?:to|with|are|is|become|=) ?(?:all |the )?(?:value |number )?(?:0|zero|zeros|black|\d+)\b|"
    r"\bblack(?:en(?:ed)?)?\b",
    re.IGNORECASE,
)
LISTED = r"(?:(?:,| and| or)[^.;:]{0,50})?"
SPOKEN = {
    "PatientName": r"patient(?:'s)? names?|names? of (?:the )?patients?",
    "PatientID": r"patient ?IDs?|patient(?:'s)? identifier\b|MRN|medical record numbers?",
    "PatientBirthDate": r"birth ?dates?|dates? of birth|DOB",
    "PatientAddress": r"address\w*",
    "PatientTelephoneNumbers": r"(?:tele)?phone numbers?",
    "PatientAge": r"age",
    "PatientSex": r"sex|gender",
    "PatientWeight": r"weight",
    "PatientSize": r"height",
    "AccessionNumber": r"accession(?: ?numbers?)?",
    "InstitutionName": r"institution\w*|hospital(?:'s)? names?|names? of the hospital",
    "InstitutionAddress": r"institution(?:'s)? address\w*|address of the (?:institution|hospital)",
    "ReferringPhysicianName": r"referring (?:physician|doctor)\w*|physicians?|doctors?",
    "PerformingPhysicianName": r"performing physician\w*|physicians?|doctors?",
    "OperatorsName": r"operators?(?:'s?)?(?: names?)?|radiographer\w*|technologist\w*",
    "StudyInstanceUID": rf"(?:unique identifiers|UIDs)|study(?: instance)?{LISTED} UID",
    "SeriesInstanceUID": rf"(?:unique identifiers|UIDs)|series(?: instance)?{LISTED} UID",
    "SOPInstanceUID": rf"(?:unique identifiers|UIDs)|(?:SOP )?instance{LISTED} UIDs?",
    "FrameOfReferenceUID": rf"(?:unique identifiers|UIDs)|frame of reference{LISTED} UID",
    "StudyDate": r"study dates?|dates?(?! of birth)",
    "SeriesDate": r"series dates?|dates?(?! of birth)",
    "AcquisitionDate": r"acquisition dates?|dates?(?! of birth)",
    "ContentDate": r"content dates?|dates?(?! of birth)",
    "StationName": r"station(?: ?names?)?",
    "DeviceSerialNumber": r"serial numbers?",
    "StudyID": r"study IDs?",
    "StudyTime": r"times",
    "SeriesTime": r"times",
    "AcquisitionTime": r"times",
    "ContentTime": r"times",
    "KVP": r"kVp?|tube voltage|kilovolt\w*|technique",
    "Exposure": r"exposures?|mAs|technique",
    "ExposureTime": r"exposures?|technique",
    "XRayTubeCurrent": r"tube current|exposures?|mA|technique",
    "WindowCenter": r"window(?:s|ing)?|window(?: and|/) level|display settings",
    "WindowWidth": r"window(?:s|ing)?|window(?: and|/) level|display settings",
    "SliceLocation": r"geometry|slice locations?",
    "SpacingBetweenSlices": r"geometry|slice spacing",
    "PatientPosition": r"geometry|patient position",
    "EchoTime": r"echo times?|TE|sequence parameters",
    "RepetitionTime": r"repetition times?|TR|sequence parameters",
    "FlipAngle": r"flip angles?|sequence parameters",
    "OtherPatientIDs": r"other patient IDs?",
}
IDENTITY = (
    *(*USUAL, "OtherPatientIDs", "PatientAddress", "PatientTelephoneNumbers", "AccessionNumber"),
    *("ReferringPhysicianName", "PerformingPhysicianName", "OperatorsName", "InstitutionName"),
    *("InstitutionAddress", "PatientMotherBirthName", "EthnicGroup", "Occupation"),
    *("AdditionalPatientHistory", "PatientComments", "RequestingPhysician", "StudyID"),
    *(
        "PhysiciansOfRecord",
        "NameOfPhysiciansReadingStudy",
        "PatientBirthName",
        "OtherPatientNames",
    ),
)

_DEVICES = ("StationName", "DeviceSerialNumber", "InstitutionalDepartmentName", "ProtocolName")
_OF_PROGRAMS = (
    *("SpecificCharacterSet", "InstanceCreationTime", "ImageType", "BurnedInAnnotation"),
    *(
        "PhotometricInterpretation",
        "SOPClassUID",
        "DeidentificationMethod",
        "TimezoneOffsetFromUTC",
    ),
    *("LossyImageCompression", "PatientIdentityRemoved"),
)
# What a careful worker may take away or renew although all the rest is to stay.
LEFT_OPEN = frozenset((*IDENTITY, *_DEVICES, *_OF_PROGRAMS))
