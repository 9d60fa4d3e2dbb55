"""Newtons to contacts: the soft layer's response, and where and how hard a thumb presses."""
