"""How people reach the program: command line, ribbon and menu, installation of the buttons, check-up."""
