"""One county of real divisions with invented people and firms, whose dangers live through everything the law provides for.

It serves newcomers, trainers and the tests of the screens; it is a caller like the command line and uses the verbs of hazards,
accounts and the register, never a table of theirs.
"""
