"""What an office does with its problems: 销号, 回头看, 督办, 调度, 挂图. Pure."""
