"""Composing (成文): figures become sentences, sentences a document. Pure: looks nothing up."""

from reporting.compose.documents import Composed, Subject, compose_document
from reporting.compose.material import KindCount, Material, Practice
from reporting.compose.sentences import Written, compose, sentences, written

__all__ = [
    "Composed",
    "KindCount",
    "Material",
    "Practice",
    "Subject",
    "Written",
    "compose",
    "compose_document",
    "sentences",
    "written",
]
