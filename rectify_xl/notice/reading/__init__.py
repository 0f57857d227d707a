"""From the lines of a published notice to a model of it, with everything that is wrong in its text."""
