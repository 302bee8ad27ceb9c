"""The exceptions whose text is shown to a person as it is."""


class UserError(Exception):
    """Something a person can mend: the message is one sentence that says what to do."""


class HostileInputError(UserError):
    """A file that tries to harm: a link, a bomb, a device, a member that leads outside."""


class FaultError(UserError):
    """This machine could not do its part (no display, no office program, no space)."""
