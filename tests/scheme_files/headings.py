"""The headings of the councils' documents, as printed, taken down by hand.

Where the paragraphs under a heading are numbered, a clause names the number and the heading. Two
things that a clause may name are no headings: a title page, and what stands before the first
heading.
"""

from collections.abc import Mapping

ROTHERHAM = (
    "Social Work Progression Framework",
    "Social Worker Band G (Level 1)",
    "Social Worker Band H (Level 2)",
    "Social Worker Band I (Level 3)",
    "Social Worker Band J (Level 4)",
    "New Applicants at Any Level",
    "Existing Employees",
)

DURHAM_NUMBERED = {
    "The role of the social worker": ("1.1", "1.2", "1.3"),
    "The role of the team manager": ("2.1", "2.2", "2.3", "2.4", "2.5", "2.6"),
    "The role of the service manager": ("3.1", "3.2", "3.3", "3.4"),
    "The role of the strategic manager": ("4.1", "4.2", "4.3", "4.3.1", "4.3.2"),
    "Review of progress": ("5.1", "5.1.1", "5.1.2", "5.2"),
    "Post progression professional development plan": ("6.1", "6.1.1", "6.1.2", "6.1.3"),
    "Recognition of other local authority progression processes/experience prior to appointment "
    "in Durham": ("7.1",),
}
DURHAM = (
    "Title page: Published March 2023",
    "Introduction",
    *(f"{number} {title}" for title, numbers in DURHAM_NUMBERED.items() for number in numbers),
)

DERBYSHIRE = (
    "Progression Process for Social Workers (opening)",
    "Process for progression for social workers from Grade 9",
    "Accelerated pay from Grade 9 to Grade 10",
    "Process for progression of social workers from Grade 10",
    "Accelerated pay from Grade 10 to Grade 11",
    "CPD Progression portfolios",
)

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "rotherham": ROTHERHAM,
    "durham": DURHAM,
    "derbyshire": DERBYSHIRE,
}
