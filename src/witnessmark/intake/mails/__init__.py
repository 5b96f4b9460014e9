"""Mails: subject and body as a text, headers as what the mail declares.

Promises: the body in the characters that it declares, or the ones that it is in; each header as it stands.
Does not: take out attachments; ``containers`` does.
"""
