"""Plain words: text files, Markdown, tables, posts and subtitles, in whatever encoding.

Promises: characters unchanged but for line ends; an encoding that had to be guessed says so.
Does not: interpret the words.
"""
