"""What the endpoints answer: the declaration for the OpenAPI file. Answers are plain dicts, and a
test holds each of them against its declaration."""
