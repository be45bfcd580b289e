"""The look of every screen: design tokens, one template for each part of a page, and the words for times and numbers.

Serves no article of its own but shows each computed value with its rule and citation; it uses no capability below it.
"""
