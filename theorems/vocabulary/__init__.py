"""The vocabulary by subject: operators that are named and typeset as the field does, and hypotheses that results share.

An operator that only one result needs may stand in the module of that result instead. No two operators have one name, since a model
gives meaning by name.
"""
