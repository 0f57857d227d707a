"""The fonts and colours of all our workbooks: one set, told apart in colour and in black and white.

They are plain values, so that what is written without openpyxl need not load it.
"""

BODY_FONT = "宋体"
HEAD_FONT = "黑体"
BODY_SIZE = 10

NAVY = "1F4E79"
BLUE = "2E75B6"
PALE = "DDEBF7"
GREY = "E7E6E6"
LINE = "A6A6A6"
INK = "262626"
WHITE = "FFFFFF"

RED_ROW = "F8CBC4"
ORANGE_ROW = "FFD9A3"
YELLOW_ROW = "FFF6BF"
DONE_ROW = "E6F2E3"
DONE_INK = "1E3A1E"
ERROR_CELL = "C00000"
REMINDER_CELL = "FFE699"

HEAD_COLOURS = {
    "required": (NAVY, WHITE),
    "expected": (BLUE, WHITE),
    "optional": (PALE, INK),
    "computed": (GREY, INK),
}
"""Fill and ink of a header by who fills the column in."""
