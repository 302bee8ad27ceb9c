"""The exceptions whose text is shown to a person as it is."""


class UserError(Exception):
    """Something a person can mend: the message is one sentence that says what to do.

    Args:
        sentence: what is read wherever it is shown or kept; it knows no command and no option.
        in_shell: the same for who types commands, where it names the one that helps, an option, or
            a field as it is typed; `sentence` without it.
    """

    def __init__(self, sentence: str = "", in_shell: str = "") -> None:
        super().__init__(sentence)
        self.in_shell = in_shell or sentence


class HostileInputError(UserError):
    """A file that tries to harm: a link, a bomb, a device, a member that leads outside."""


class FaultError(UserError):
    """This machine could not do its part (no display, no office program, no space)."""
