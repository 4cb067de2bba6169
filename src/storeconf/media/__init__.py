"""What pictures and videos are: size, blank, blurred, codes, words, length; one interface, `Prober`, cached by content.

Needs `storeconf[media]`; the words in pictures need `storeconf[ocr]`. Nothing is imported before a file is looked at.
"""
