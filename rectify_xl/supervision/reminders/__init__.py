"""Who is reminded of what: problems and measures that are late or fall due soon, in words to be sent."""
