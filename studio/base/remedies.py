"""What is told where this machine lacks something: how it is mended, with and without a shell."""

from studio.base.errors import FaultError


def to_examine(fault: str) -> FaultError:
    """Return a fault whose cause is not known.

    Args:
        fault: what does not work; the beginning of a sentence.
    """
    told = "what is missing can be found out (“When something is wrong” in the guide says how)"
    return FaultError(f"{fault}; {told}.", f"{fault}; run `studio doctor`.")


def to_install(fault: str, *packages: str) -> FaultError:
    """Return a fault that packages of the system mend.

    Args:
        fault: what does not work; the beginning of a sentence.
        packages: their names.
    """
    words = "package {} has" if len(packages) == 1 else "packages {} have"
    told = f"the {words.format(', '.join(packages))} to be installed"
    typed = f"install it with: sudo apt-get install {' '.join(packages)}"
    return FaultError(f"{fault}; {told}.", f"{fault}; {typed}")


def to_install_extra(fault: str, extra: str) -> FaultError:
    """Return a fault that an extra of this project mends.

    Args:
        fault: what does not work; the beginning of a sentence.
        extra: its name.
    """
    package = f"task-authoring-studio[{extra}]"
    told = f"the package {package} has to be installed"
    return FaultError(f"{fault}; {told}.", f"{fault}; install it with: pip install '{package}'")
