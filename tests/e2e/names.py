"""What the controls are called that the journey uses: their roles and their names."""

Control = tuple[str, str]

RECORD: Control = ("push button", "Record your work")
NEXT: Control = ("push button", "Next")
FROM_FILES: Control = ("push button", "New from files")
MAKE_TASK: Control = ("push button", "Make the task")
SKIP: Control = ("push button", "Skip")
SAMPLE: Control = ("push button", "Try the sample")
NAME: Control = ("text", "Name of the recording")
FOLDER: Control = ("text", "Folder with the files of this work")
APPLICATIONS: Control = ("table", "Open applications")
KEEP_TEXT = "Keep its text: {application}"
START: Control = ("push button", "Start recording")
STOP: Control = ("push button", "Stop")
MAKE: Control = ("push button", "Make a task of it")
STEPS: Control = ("list", "Steps")
TITLE: Control = ("text", "Title")
MARK: Control = ("push button", "Mark as checkpoint")
KEEP: Control = ("push button", "Mark")
REMOVE: Control = ("push button", "Remove")
TO_HOME: Control = ("check box", "Home")
TO_STEPS: Control = ("check box", "Steps")
TO_INSTRUCTION: Control = ("check box", "Instruction")
INSTRUCTION: Control = ("text", "Instruction")
TO_OCCUPATION: Control = ("check box", "Occupation")
FIND_OCCUPATION: Control = ("text", "Who does this work?")
OCCUPATIONS: Control = ("list", "Occupations")
PAGES = (
    "Home",
    "Steps",
    "Instruction",
    "Checkpoints",
    "Checks",
    "Validate",
    "Trials",
    "Export",
    "Occupations",
    "Settings",
)
TO_CHECKPOINTS: Control = ("check box", "Checkpoints")
ADD_CHECKPOINT: Control = ("push button", "Add a checkpoint")
TO_CHECKS: Control = ("check box", "Checks")
PROPOSE: Control = ("push button", "Propose checks")
KEEP_ALL: Control = ("push button", "Keep all")
TO_PROOF: Control = ("check box", "Validate")
RUN_GATE: Control = ("push button", "Run this gate")
GATES: Control = ("list", "Gates")
RUN_GATES: Control = ("push button", "Run all gates")
TO_EXPORT: Control = ("check box", "Export")
EXPORT: Control = ("push button", "Export")
EXPORT_UNPROVEN: Control = ("push button", "Export all the same")
OPEN_FOLDER: Control = ("push button", "Open the folder")
PAGE_KEYS = {
    TO_INSTRUCTION: "2",
    TO_CHECKPOINTS: "3",
    TO_CHECKS: "4",
    TO_PROOF: "5",
    TO_EXPORT: "7",
    TO_OCCUPATION: "l",
}
SAMPLE_TITLE = "Complete the October invoices and reconcile them"
SAMPLE_TASK = "sample"
APPLICATION = "Task Authoring Studio"
STOP_KEYS = ("ctrl", "shift", "F10")
