"""Recognition: pictures of words to words, with the place of every line and how sure its reading is.

Promises: each page is rendered, and then read by Tesseract, in confined processes that see nothing else; what is seen
on a page and not read is told; without Tesseract every page that needs it is one clear fault.
Does not: correct what was recognised, or keep anything beyond the shelf of pages that wait for their document.
"""
