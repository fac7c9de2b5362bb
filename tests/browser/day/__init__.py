"""A day in the life: what people of a station and a bureau do from morning to evening."""
