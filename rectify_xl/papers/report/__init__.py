"""整改情况报告: the paper in which a unit reports its rectification to the level above."""
