"""Put back what pasting took away: dropdowns, input messages and colouring rules, as the blank ledger has them."""

from rectify_xl.workbook.repair.mend import Damage, Repaired, damage_sentence, mend, repair

__all__ = ["Damage", "Repaired", "damage_sentence", "mend", "repair"]
