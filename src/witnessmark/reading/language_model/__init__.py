"""What a language model of the user's own is asked about a text, and its replies held to the text's exact words.

Promises: words that do not stand in the text are refused, wherever they came from.
Does not: open a connection (see the room ``endpoint``).
"""
