"""Where each counted number and sentence was printed, from the template to the finished file."""
