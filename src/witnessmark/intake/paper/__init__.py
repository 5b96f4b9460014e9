"""Pages: PDF with a text layer, and pictures, whose words are left to recognition (``ocr``).

Promises: words in reading order with the page and paragraph; a page without usable words is named.
Does not: recognise characters.
"""
