"""`python -m rectify_xl` is `rectify-xl`."""

import sys

from rectify_xl.cli import main

sys.exit(main())
