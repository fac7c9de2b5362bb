"""The bound case file (卷宗): which papers it needs, its sheets of its own, and its pages."""
