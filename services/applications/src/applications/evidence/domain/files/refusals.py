"""Why the content of a file is not taken. No message repeats anything of the file."""

from collections.abc import Mapping
from typing import Final

RULES: Final[Mapping[str, str]] = {
    "empty": "The file is empty. Send the document itself.",
    "wrong-type": "The file is not of the type that Content-Type names, whatever it is called. "
    "Save it again in that type, and send that.",
    "damaged": "The file is damaged or not whole, or another program changed it. Save it again "
    "and send it once more.",
    "hidden-data": "The file holds something besides the document: before it, behind it or in a "
    "gap. Save it again from the program that it was written with.",
    "encrypted": "The file is encrypted or has a password. Save it without one.",
    "macros": "The file has macros or scripts. Save it without them, as an ordinary document.",
    "active-content": "The file does something when it is opened or clicked: a script, an action "
    "or a form that sends. Print it to PDF, and send that.",
    "external-content": "The file fetches something from elsewhere: a template, a picture or data. "
    "Put it into the document, or take it out. Ordinary links to web pages may stay.",
    "embedded-files": "The file has other files or objects inside. Take them out, or paste them as "
    "pictures.",
    "executable": "The file is a program, a script or a web page, or has one inside.",
    "nested-archive": "The file has an archive inside. Take it out.",
    "inflates": "The file would unpack to far more than its size. Save it with fewer or smaller "
    "pictures.",
    "too-many-parts": "The file has more parts than we look through. Split it, or make it simpler.",
    "unsafe-names": "A part inside the file has a name that could lead elsewhere. Save it again "
    "from the program that it was written with.",
    "duplicate-names": "Two parts inside the file have one name. Save it again from the program "
    "that it was written with.",
    "document-type": "The XML inside the file declares a document type. Save it again from an "
    "ordinary word processor.",
    "too-many-pixels": "The picture has more pixels than we take: at most 20,000 on a side, and 50 "
    "million in all. Make it smaller.",
    "too-complex": "To look through the file takes more time or memory than we give it. Print it "
    "to PDF, or make it simpler.",
}
"""Every rule that a file can break, and what to do about it."""


class FileRefusedError(Exception):
    """The file breaks a rule: `rule` is its name in `RULES`, the message its words."""

    def __init__(self, rule: str) -> None:
        super().__init__(RULES[rule])
        self.rule = rule


class FileInfectedError(Exception):
    """The antivirus software found something; the file is quarantined."""


class FileTooLargeError(Exception):
    """The file is larger than we take. The message says how large it may be."""


class WrongTypeError(Exception):
    """The Content-Type is none that this evidence is taken in. The message names those."""


class WrongDigestError(Exception):
    """What came is not what its sender says that they sent, or how they say it is unclear."""
