"""Calls as other libraries have them, answered by this one: `gensim` and `summa`.

Their names, arguments, defaults and types of results; not their sentences.
"""
