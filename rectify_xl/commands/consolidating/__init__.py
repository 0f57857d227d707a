"""汇总下级: the steps from a folder of submissions to what they say together."""
